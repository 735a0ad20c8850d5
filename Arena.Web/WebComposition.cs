using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Arena.Contracts.Router;
using Arena.Web.ApiDocs;
using Arena.Web.Battles;
using Arena.Web.Campaigns;
using Arena.Web.Chat;
using Arena.Web.Feedback;
using Arena.Web.Judging;
using Arena.Web.Compare;
using Arena.Web.Documents;
using Arena.Web.Pages;
using DocumentsClient = Arena.Contracts.Ratings.Documents.DocumentsClient;

namespace Arena.Web;

/// <summary>The server side of Arena.Web: what every host of it (program, tests) registers and maps.</summary>
internal static class WebComposition
{
    public static TBuilder AddArenaWeb<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.AddServiceDefaults();
        builder.Services.AddArenaGrpcClient<Router.RouterClient>("http://_grpc.router");
        builder.Services.AddArenaGrpcClient<Inference.InferenceClient>("http://_grpc.inference");
        builder.Services.AddArenaGrpcClient<Ratings.RatingsClient>("http://_grpc.ratings");
        builder.Services.AddArenaGrpcClient<Comparisons.ComparisonsClient>("http://_grpc.ratings");
        builder.Services.AddArenaGrpcClient<DocumentsClient>("http://_grpc.ratings");
        builder.Services.AddSingleton<ModelCatalogue>();
        builder.AddBattles();
        builder.AddFeedback();
        builder.AddCampaigns();
        builder.AddJudge();
        builder.AddDocuments();
        builder.AddCompare();
        builder.AddChat();
        builder.AddApiDocs();
        return builder;
    }

    public static WebApplication UseArenaWeb(this WebApplication app)
    {
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal),
            api => api.UseExceptionHandler().UseStatusCodePages());
        app.MapBattles();
        app.MapFeedback();
        app.MapCampaigns();
        app.MapDocuments();
        app.MapCompare();
        app.MapChat();
        app.MapApiDocs();
        app.MapDefaultEndpoints();
        return app;
    }
}
