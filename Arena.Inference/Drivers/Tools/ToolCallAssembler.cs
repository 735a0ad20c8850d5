using System.Text;
using Arena.Inference.Faults;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Tools;

/// <summary>Puts tool calls together from their pieces. Only whole calls leave: half of an argument is of no use to anyone.</summary>
/// <remarks>
/// <code>
/// {"index":0,"id":"call_1","type":"function","function":{"name":"get_weather","arguments":""}}
/// {"index":0,"function":{"arguments":"{\"city\":"}}
/// {"index":0,"function":{"arguments":"\"Paris\"}"}}
/// </code>
/// </remarks>
internal sealed class ToolCallAssembler
{
    private const int MaxCalls = 128;
    private const int MaxCharacters = 4 * 1024 * 1024;

    private readonly List<Parts> _calls = [];
    private int _characters;
    private bool _completed;

    public bool Any => _calls.Count > 0;

    /// <summary>Takes a piece.</summary>
    /// <param name="index">Which call; null where the upstream does not count: a new id or name begins a new call.</param>
    /// <exception cref="UpstreamFaultException">More, or more of it, than anyone sends in good faith.</exception>
    public void Take(int? index, string? id, string? name, string? arguments)
    {
        var call = Find(index, id, name);
        call.Id ??= string.IsNullOrEmpty(id) ? null : id;
        call.Name ??= string.IsNullOrEmpty(name) ? null : name;
        call.Arguments.Append(arguments);
        _characters += arguments?.Length ?? 0;
        if (_characters > MaxCharacters)
        {
            throw new UpstreamFaultException(FaultCause.NotTheProtocol, $"The tool calls are longer than {MaxCharacters} characters.");
        }
    }

    /// <summary>Hands out the calls in the order in which they began, once: some servers say twice that they have finished.</summary>
    /// <exception cref="UpstreamFaultException">A call has no name.</exception>
    public void CompleteInto(IList<AIContent> contents)
    {
        foreach (var call in _calls.Where(_ => !_completed))
        {
            var name = call.Name ?? throw new UpstreamFaultException(FaultCause.NotTheProtocol, "A tool call has no name.");
            contents.Add(ToolCalls.Create(call.Id, name, call.Arguments.ToString()));
        }

        _completed = true;
    }

    private Parts Find(int? index, string? id, string? name)
    {
        var found = index is { } wanted
            ? _calls.Find(call => call.Index == wanted)
            : _calls.LastOrDefault(call => (string.IsNullOrEmpty(id) || call.Id == id) && (string.IsNullOrEmpty(name) || call.Name is null));
        if (found is not null)
        {
            return found;
        }

        if (_calls.Count == MaxCalls)
        {
            throw new UpstreamFaultException(FaultCause.NotTheProtocol, $"There are more than {MaxCalls} tool calls.");
        }

        _calls.Add(new Parts(index));
        return _calls[^1];
    }

    private sealed class Parts(int? index)
    {
        public int? Index => index;

        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
