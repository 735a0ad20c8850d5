using System.Collections.Immutable;

namespace Arena.AppHost.Nodes;

/// <summary>What the dashboard shows of one node: its facts with the node's own resource, its models below it.</summary>
internal sealed class NodeView(IResource node, ResourceNotificationService notifications)
{
    private const string ParentName = "resource.parentName"; // by which the dashboard knows what is below what

    private readonly Dictionary<string, NodeModel> _models = new(StringComparer.Ordinal);
    private ImmutableArray<(string Label, object Value)> _facts = [];
    private ImmutableArray<(string Model, string State)> _states = [];

    public async Task ShowAsync(string nodeId, NodeReport report, ImmutableArray<(string Label, object Value)> load)
    {
        var facts = report.Facts.AddRange(load);
        if (!facts.SequenceEqual(_facts))
        {
            var before = _facts.Select(fact => fact.Label).ToHashSet(StringComparer.Ordinal);
            _facts = facts;
            await notifications.PublishUpdateAsync(node, snapshot => snapshot with
            {
                Properties =
                [
                    .. snapshot.Properties.Where(property => !before.Contains(property.Name) && facts.All(fact => fact.Label != property.Name)),
                    .. facts.Select(fact => new ResourcePropertySnapshot(fact.Label, fact.Value)),
                ],
            });
        }

        ImmutableArray<(string Model, string State)> states = [.. report.Models.Select(model => (model.Name, StateOf(report, model)))];
        if (!states.SequenceEqual(_states))
        {
            _states = states;
            await ShowModelsAsync(nodeId, states);
        }
    }

    private async Task ShowModelsAsync(string nodeId, ImmutableArray<(string Model, string State)> states)
    {
        foreach (var (name, state) in states)
        {
            if (!_models.TryGetValue(name, out var model))
            {
                _models.Add(name, model = new(node, name));
            }

            await notifications.PublishUpdateAsync(model, snapshot => snapshot with
            {
                ResourceType = "Model",
                IconName = "Bot",
                IsHidden = false,
                State = state,
                Properties = [new(ParentName, nodeId), new("resource.source", name)],
            });
        }

        foreach (var gone in _models.Values.Where(model => states.All(state => state.Model != model.Model)))
        {
            await notifications.PublishUpdateAsync(gone, snapshot => snapshot with { IsHidden = true });
        }
    }

    private static string StateOf(NodeReport report, ServedModel model) => !report.IsUp ? "Unavailable" : model.State ?? KnownResourceStates.Running;
}
