using Arena.Contracts.Router;
using Arena.Router.Classification;
using Arena.Router.Sessions;
using Arena.Router.Telemetry;
using Google.Protobuf.WellKnownTypes;

namespace Arena.Router.Routing.Labels;

/// <summary>Keeps where users themselves send their queries: what the classifier is trained and judged on next.</summary>
internal sealed class RouteLabels(IRouteLabelStore store, QueryClassifier classifier, TimeProvider time, ILogger<RouteLabels> logger)
{
    /// <summary>Keeps the user's choice, if there is one. The query goes its way even when the store is down.</summary>
    public async Task KeepChoiceAsync(RouteRequest request, RouteDecision decision, CancellationToken cancellationToken)
    {
        if (request.Choice.Length == 0)
        {
            return;
        }

        try
        {
            await store.AddAsync(
                new()
                {
                    Message = request.Message,
                    Tools = { request.Tools },
                    Session = request.Session,
                    Choice = request.Choice,
                    ToolProbability = decision.ToolProbability,
                    QueryType = decision.QueryType,
                    Model = classifier.ModelName,
                    CreatedAt = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
                },
                cancellationToken);
        }
        catch (SessionsUnavailableException exception)
        {
            logger.LabelLost(exception);
        }
    }
}
