using Arena.Contracts.Inference;
using Grpc.Core;

namespace Arena.Inference.Answers;

/// <summary>
/// The one place that decides when an answer belongs to a deployment: with the first visible text that goes out.
/// Until then everything is held back, so that another deployment can start over unseen; from then on nothing is ever
/// spliced. One answer has one commit point, shared by its attempts.
/// </summary>
/// <param name="output">Where the answer goes.</param>
/// <param name="maxHeldCharacters">Beyond this much thinking text, waiting ends and the answer is committed as it is.</param>
internal sealed class CommitPoint(IAsyncStreamWriter<GenerateEvent> output, int maxHeldCharacters)
{
    private readonly List<GenerateEvent> _held = [];
    private int _heldCharacters;

    /// <summary>Something was delivered: no other deployment may continue.</summary>
    public bool Committed { get; private set; }

    /// <summary>Text that a person can see was delivered.</summary>
    public bool VisibleText { get; private set; }

    public Task WriteTextAsync(string text, CancellationToken cancellationToken) =>
        WriteAsync(new() { Text = text }, text.Length, commits: !string.IsNullOrWhiteSpace(text), cancellationToken);

    public Task WriteReasoningAsync(string reasoning, CancellationToken cancellationToken) =>
        WriteAsync(new() { Reasoning = reasoning }, reasoning.Length, commits: false, cancellationToken);

    /// <summary>Says why there is no text yet. Not a part of the answer: it commits nothing.</summary>
    public Task PreparingAsync(Preparing preparing, CancellationToken cancellationToken) =>
        output.WriteAsync(new() { Preparing = preparing }, cancellationToken);

    /// <summary>The attempt failed before anything was seen: forgets what it said.</summary>
    public void Discard()
    {
        _held.Clear();
        _heldCharacters = 0;
    }

    /// <summary>Ends the answer. What a complete answer still held back goes out before.</summary>
    public async Task CompleteAsync(Completed completed, CancellationToken cancellationToken)
    {
        await ReleaseAsync(cancellationToken);
        await output.WriteAsync(new() { Completed = completed }, cancellationToken);
    }

    /// <summary>Ends the answer as failed, without what was held back.</summary>
    public Task FailAsync(Failed failed, CancellationToken cancellationToken)
    {
        Discard();
        return output.WriteAsync(new() { Failed = failed }, cancellationToken);
    }

    private async Task WriteAsync(GenerateEvent answered, int characters, bool commits, CancellationToken cancellationToken)
    {
        VisibleText |= commits;
        if (Committed)
        {
            await output.WriteAsync(answered, cancellationToken);
            return;
        }

        _held.Add(answered);
        _heldCharacters += characters;
        if (commits || _heldCharacters > maxHeldCharacters)
        {
            await ReleaseAsync(cancellationToken);
        }
    }

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        Committed = true; // before the first write: whether it arrived cannot be known
        foreach (var answered in _held)
        {
            await output.WriteAsync(answered, cancellationToken);
        }

        Discard();
    }
}
