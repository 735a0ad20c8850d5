using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Web.Battles.Api;

/// <summary>The JSON of the battle API.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StartBattleBody))]
[JsonSerializable(typeof(ContinueBody))]
[JsonSerializable(typeof(GetResponsesBody))]
[JsonSerializable(typeof(VoteBody))]
[JsonSerializable(typeof(BattleAnswer))]
[JsonSerializable(typeof(ResponsesAnswer))]
[JsonSerializable(typeof(VoteAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(Compare.Api.CompareBody))]
[JsonSerializable(typeof(Compare.Api.StarsBody))]
[JsonSerializable(typeof(Compare.Api.PickBody))]
[JsonSerializable(typeof(Compare.Api.ComparisonAnswer))]
[JsonSerializable(typeof(Compare.Api.ComparisonPage))]
[JsonSerializable(typeof(Compare.Api.EstimateAnswer))]
[JsonSerializable(typeof(Compare.Api.StarRatingsAnswer))]
[JsonSerializable(typeof(Compare.Planning.CostEstimate))]
[JsonSerializable(typeof(Documents.Api.DocumentAnswer))]
internal sealed partial class WebJson : JsonSerializerContext
{
    /// <summary>Names in snake_case; a wrong type is an error, also a number in quotes and a null where a value is needed.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.AllowDuplicateProperties = false;
        options.TypeInfoResolverChain.Insert(0, Default);
    }
}
