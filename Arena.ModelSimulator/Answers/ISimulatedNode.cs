namespace Arena.ModelSimulator.Answers;

/// <summary>What both kinds of node tell the admin API.</summary>
internal interface ISimulatedNode
{
    /// <summary>Requests that are being answered.</summary>
    int RunningRequests { get; }

    /// <summary>Requests that wait for a place or, with Ollama, for a model.</summary>
    int WaitingRequests { get; }

    void MapEndpoints(IEndpointRouteBuilder routes);
}
