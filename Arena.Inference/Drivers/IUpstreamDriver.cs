using Arena.Inference.Nodes;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers;

/// <summary>Speaks one wire protocol.</summary>
internal interface IUpstreamDriver
{
    /// <summary>The value of <c>Driver</c> in the configuration, and of <c>gen_ai.provider.name</c>.</summary>
    string Name { get; }

    /// <summary>Whether the server loads a model when it is first asked for it, so that a first token may wait for a load.</summary>
    bool LoadsOnDemand { get; }

    /// <summary>A provider outside: it is healthy as long as it answers, and is not to be asked for its list every few seconds.</summary>
    bool IsOutside => false;

    /// <summary>
    /// A client of the node's models; <see cref="ChatOptions.ModelId"/> chooses one. Its streams end normally only after a finish
    /// reason from the allow-list; anything else is an <see cref="Faults.UpstreamFaultException"/>.
    /// An update carries text, thinking text, tool calls, usage or the finish reason; one without any of them says that the
    /// upstream moves (pieces of a tool call).
    /// </summary>
    IChatClient CreateClient(Node node);

    /// <summary>Asks the node whether it works and what it has. Throws only when cancelled.</summary>
    Task<ProbeResult> ProbeAsync(Node node, CancellationToken cancellationToken);

    /// <summary>
    /// What is wrong with a model on a node that works, where the node can say so without answering; null when nothing is known to be.
    /// </summary>
    Task<string?> FindFaultAsync(Node node, string model, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Whether a server that is asked for one name and answers in the other has done as it was told.</summary>
    bool IsSameModel(string asked, string answered) => string.Equals(asked, answered, StringComparison.Ordinal);
}
