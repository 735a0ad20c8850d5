using Arena.Web.Battles.Api;
using Microsoft.Extensions.Options;

namespace Arena.Web.Chat;

/// <summary>The hybrid entry (docs/chat.md).</summary>
internal static class ChatComposition
{
    public static void AddChat(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ChatOptions>().BindConfiguration(ChatOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ChatOptions>, ChatOptionsValidator>();
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ChatJson.Default));
        services.AddSingleton<ChatRules>().AddSingleton<ToolAnswer>();
    }

    public static void MapChat(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ChatOptions>>().Value;
        app.MapGroup("/api").AddEndpointFilter<CrossSiteFilter>().AddEndpointFilter<ProblemFilter>().WithMetadata(new BodyLimit(options.MaxRequestBytes)).MapChatCall();
    }
}
