using System.Collections.Immutable;
using Arena.Contracts.Inference;
using Grpc.Core;

namespace Arena.Inference.Tests;

/// <summary>What a caller got: all text, all thinking text, and the one terminal event.</summary>
internal sealed record Outcome(string Text, string Reasoning, Completed? Completed, Failed? Failed)
{
    /// <summary>What the caller heard while the model was not in memory.</summary>
    public ImmutableList<Preparing> Preparing { get; init; } = [];

    /// <summary>The verdict without measured times, for comparison as a whole.</summary>
    public (string Text, FinishReason? Finish, FailureKind? Failure, bool AfterFirstToken) Verdict =>
        (Text, Completed?.FinishReason, Failed?.Kind, Failed?.AfterFirstToken ?? false);

    public static async Task<Outcome> ReadAsync(IAsyncStreamReader<GenerateEvent> events, Action seen, CancellationToken cancellationToken)
    {
        var outcome = new Outcome("", "", Completed: null, Failed: null);
        while (await events.MoveNext(cancellationToken))
        {
            seen();
            Assert.True(outcome is { Completed: null, Failed: null }, "Nothing may follow the terminal event.");
            outcome = events.Current.EventCase switch
            {
                GenerateEvent.EventOneofCase.Text => outcome with { Text = outcome.Text + events.Current.Text },
                GenerateEvent.EventOneofCase.Reasoning => outcome with { Reasoning = outcome.Reasoning + events.Current.Reasoning },
                GenerateEvent.EventOneofCase.Preparing => outcome with { Preparing = outcome.Preparing.Add(events.Current.Preparing) },
                GenerateEvent.EventOneofCase.Completed => outcome with { Completed = events.Current.Completed },
                GenerateEvent.EventOneofCase.Failed => outcome with { Failed = events.Current.Failed },
                _ => throw new InvalidOperationException("An event without content."),
            };
        }

        Assert.True(outcome.Completed is not null ^ outcome.Failed is not null, "There is exactly one terminal event.");
        return outcome;
    }
}
