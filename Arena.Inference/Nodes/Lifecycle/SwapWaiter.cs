using System.Threading.Channels;
using Arena.Contracts.Inference;
using Arena.Inference.Swapping;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>Somebody who waits for a model: hears where it stands, the latest only, until its turn has come.</summary>
internal sealed class SwapWaiter
{
    private readonly Channel<Preparing> _news =
        Channel.CreateBounded<Preparing>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private Preparing? _last;

    /// <summary>Ends when the turn has come.</summary>
    /// <exception cref="SwapRejectedException">It will not come.</exception>
    public IAsyncEnumerable<Preparing> WaitAsync(CancellationToken cancellationToken) => _news.Reader.ReadAllAsync(cancellationToken);

    public void Tell(int position, bool loading)
    {
        Preparing news = new() { Position = position, State = loading ? PreparingState.Loading : PreparingState.Queued };
        if (!news.Equals(_last))
        {
            _last = news;
            _news.Writer.TryWrite(news);
        }
    }

    public void Grant() => _news.Writer.TryComplete();

    public void Reject(RejectReason reason, string detail) => _news.Writer.TryComplete(new SwapRejectedException(reason, detail));
}

/// <summary>The model is not to be had on this node now. The message is for operators.</summary>
internal sealed class SwapRejectedException(RejectReason reason, string message) : Exception(message)
{
    public RejectReason Reason { get; } = reason;
}
