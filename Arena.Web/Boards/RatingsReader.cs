using Arena.Web.Operations;
using Arena.Web.Readings;

namespace Arena.Web.Boards;

/// <summary>Boards and figures of the ratings service.</summary>
internal sealed class RatingsReader(HttpClient http, ReadingCache cache, TimeProvider time, ILogger<RatingsReader> logger)
    : ServiceReader(http, cache, "ratings", logger)
{
    /// <summary>Models on one page of a board.</summary>
    public const int PageSize = 100;

    /// <summary>A page beyond this is a mistyped address.</summary>
    public const int LastPage = 1000;

    private const string Leaderboard = "/api/leaderboard";
    private const string Analytics = "/api/analytics";

    public Task<Reading<Board>> BoardAsync(BoardFilter filter, int page, CancellationToken cancellationToken) =>
        GetAsync<Board>(Leaderboard + Query(filter, ("page", $"{page}"), ("size", $"{PageSize}")), cancellationToken);

    public Task<Reading<WinMatrix>> MatrixAsync(BoardFilter filter, CancellationToken cancellationToken) =>
        GetAsync<WinMatrix>($"{Leaderboard}/matrix{Query(filter)}", cancellationToken);

    public Task<Reading<RatingHistory>> HistoryAsync(BoardFilter filter, CancellationToken cancellationToken) =>
        GetAsync<RatingHistory>($"{Leaderboard}/history{Query(filter)}", cancellationToken);

    public Task<Reading<RatingHistory>> EloHistoryAsync(CancellationToken cancellationToken) =>
        GetAsync<RatingHistory>($"{Leaderboard}/history?method={BoardFilter.Elo}", cancellationToken);

    public Task<Reading<RobustnessList>> RobustnessAsync(BoardFilter filter, CancellationToken cancellationToken) =>
        GetAsync<RobustnessList>($"{Leaderboard}/robustness{Query(filter)}", cancellationToken);

    public Task<Reading<ModelProfile>> ModelAsync(string modelId, CancellationToken cancellationToken) =>
        GetAsync<ModelProfile>($"{Leaderboard}/models{ModelPath.Of(modelId)}", cancellationToken);

    public Task<Reading<Figures<RoutingRow>>> RoutingAsync(AnalyticsFilter filter, CancellationToken cancellationToken) =>
        GetAsync<Figures<RoutingRow>>($"{Analytics}/routing{filter.ForService(time.GetUtcNow())}", cancellationToken);

    /// <summary>What each model did.</summary>
    public Task<Reading<Figures<ModelFigures>>> ModelFiguresAsync(AnalyticsFilter filter, CancellationToken cancellationToken) =>
        GetAsync<Figures<ModelFigures>>($"{Analytics}/models{filter.ForService(time.GetUtcNow(), byModel: true)}", cancellationToken);

    /// <summary>What one model did with each kind of query.</summary>
    public Task<Reading<Figures<ModelFigures>>> ModelFiguresAsync(AnalyticsFilter filter, string model, CancellationToken cancellationToken) =>
        GetAsync<Figures<ModelFigures>>($"{Analytics}/models{filter.ForService(time.GetUtcNow(), model)}", cancellationToken);

    public Task<Reading<Figures<EngagementRow>>> EngagementAsync(AnalyticsFilter filter, CancellationToken cancellationToken) =>
        GetAsync<Figures<EngagementRow>>($"{Analytics}/engagement{filter.ForService(time.GetUtcNow())}", cancellationToken);

    /// <summary>What answered in the name of a model.</summary>
    public Task<Reading<Figures<DeploymentRow>>> DeploymentsAsync(AnalyticsFilter filter, string model, CancellationToken cancellationToken) =>
        GetAsync<Figures<DeploymentRow>>($"{Analytics}/deployments{filter.ForService(time.GetUtcNow(), model)}", cancellationToken);

    public Task<Reading<Figures<StarRow>>> StarsAsync(AnalyticsFilter filter, string model, CancellationToken cancellationToken) =>
        GetAsync<Figures<StarRow>>($"{Analytics}/stars{filter.ForService(time.GetUtcNow(), model)}", cancellationToken);

    private string Query(BoardFilter filter, params ReadOnlySpan<(string Name, string Value)> more) => filter.ForService(time.GetUtcNow(), more);
}
