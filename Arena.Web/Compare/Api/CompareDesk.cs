using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Arena.Contracts.Ratings;
using Arena.Contracts.Router;
using Arena.Web.Battles;
using Arena.Web.Battles.Api;
using Arena.Web.Compare.Planning;
using Arena.Web.Compare.Runs;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Arena.Web.Compare.Api;

/// <summary>Opens comparisons and finds them again. What was asked is durable before any model is.</summary>
internal sealed class CompareDesk(
    Comparisons.ComparisonsClient comparisons, Router.RouterClient router, ComparisonRuns runs, TimeProvider time, ILogger<CompareDesk> logger)
{
    private const int IdBytes = 16;
    private const int LongestId = 64;

    private static readonly TimeSpan ClassifyPatience = TimeSpan.FromSeconds(1);

    /// <summary>Opens a comparison and has the models asked. The same key of the same session opens it once.</summary>
    /// <param name="key">Null: none.</param>
    public async Task<Comparison> OpenAsync(CompareBody body, ComparePlan plan, string session, string? key, CancellationToken cancellationToken)
    {
        var models = body.Models.ToArray();
        if (body.Blind)
        {
            RandomNumberGenerator.Shuffle(models.AsSpan());
        }

        using var activity = BattleTracing.Source.StartActivity("comparison");
        var request = new OpenComparisonRequest
        {
            ComparisonId = key is null ? RandomNumberGenerator.GetHexString(IdBytes * 2, lowercase: true) : IdOf(session, key),
            Prompt = body.Prompt,
            Session = session,
            Models = { models },
            Blind = body.Blind,
            DocumentId = body.Document ?? "",
            DocumentCharacters = plan.Excerpt?.Characters ?? 0,
            QueryType = await ClassifyAsync(body.Prompt, cancellationToken),
            TraceParent = Activity.Current?.Id ?? "",
            CreatedAt = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
        };
        var opened = await comparisons.OpenComparisonAsync(request, deadline: Deadline, cancellationToken: cancellationToken);
        if (!opened.Recorded)
        {
            runs.Ensure(opened);
        }

        return opened;
    }

    /// <summary>Null: unknown, or erased.</summary>
    public async Task<Comparison?> FindAsync(string id, string session, CancellationToken cancellationToken)
    {
        if (!IsPossibleId(id))
        {
            return null;
        }

        try
        {
            return await comparisons.GetComparisonAsync(
                new() { ComparisonId = id, Session = session }, deadline: Deadline, cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound)
        {
            return null;
        }
    }

    public static bool IsPossibleId(string id) => id.Length is > 0 and <= LongestId && id.All(char.IsAsciiLetterOrDigit);

    private DateTime Deadline => time.GetUtcNow().UtcDateTime + BattleFinder.Patience;

    /// <summary>As hard to guess as the session.</summary>
    private static string IdOf(string session, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"compare\n{session}\n{key}")).AsSpan(0, IdBytes));

    /// <summary>Empty when the router does not tell: a comparison is not lost because its kind is not known.</summary>
    private async Task<string> ClassifyAsync(string prompt, CancellationToken cancellationToken)
    {
        try
        {
            var said = await router.ClassifyAsync(
                new() { Message = prompt }, deadline: time.GetUtcNow().UtcDateTime + ClassifyPatience, cancellationToken: cancellationToken);
            return said.QueryType;
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NotClassified(exception);
            return "";
        }
    }
}
