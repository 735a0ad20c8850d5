using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aspire.Hosting.Dashboard.Wire;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>Carries questions to whoever watches, now or later, and their answers back to those who asked.</summary>
internal sealed class InteractionBroker
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, Interaction> _open = [];
    private readonly List<Channel<WatchInteractionsResponseUpdate>> _watchers = [];
    private int _lastId;

    /// <summary>Begins to ask; who disposes of it takes the question off the screens.</summary>
    public Interaction Open()
    {
        lock (_lock)
        {
            var interaction = new Interaction(this, ++_lastId);
            _open.Add(interaction.Id, interaction);
            return interaction;
        }
    }

    /// <summary>The open questions, then each new one, and each that is settled.</summary>
    public async IAsyncEnumerable<WatchInteractionsResponseUpdate> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<WatchInteractionsResponseUpdate>();
        lock (_lock)
        {
            foreach (var question in _open.Values.Select(interaction => interaction.Question).OfType<WatchInteractionsResponseUpdate>())
            {
                channel.Writer.TryWrite(question);
            }

            _watchers.Add(channel);
        }

        try
        {
            await foreach (var update in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return update;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }

    /// <summary>Takes an answer. One to a question that is settled, or that is not submitted yet, means nothing.</summary>
    public void Answer(WatchInteractionsRequestUpdate answer)
    {
        lock (_lock)
        {
            if (!answer.ResponseUpdate && _open.TryGetValue(answer.InteractionId, out var interaction))
            {
                interaction.Answers.TryWrite(answer);
            }
        }
    }

    private void Publish(Interaction interaction, WatchInteractionsResponseUpdate update)
    {
        lock (_lock)
        {
            interaction.Question = update;
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(update);
            }
        }
    }

    private void Close(Interaction interaction)
    {
        lock (_lock)
        {
            _open.Remove(interaction.Id);
            Publish(interaction, new() { InteractionId = interaction.Id, Complete = new() });
        }
    }

    /// <summary>One question, which may be put again when the answer will not do.</summary>
    internal sealed class Interaction(InteractionBroker broker, int id) : IDisposable
    {
        private readonly Channel<WatchInteractionsRequestUpdate> _answers = Channel.CreateUnbounded<WatchInteractionsRequestUpdate>();

        public int Id { get; } = id;

        /// <summary>What is on the screens; guarded by the broker's lock.</summary>
        public WatchInteractionsResponseUpdate? Question { get; set; }

        public ChannelWriter<WatchInteractionsRequestUpdate> Answers => _answers.Writer;

        /// <summary>Puts the question and waits for what is submitted; null when it was dismissed.</summary>
        public async Task<InteractionInputsDialog?> AskAsync(WatchInteractionsResponseUpdate question, CancellationToken cancellationToken)
        {
            question.InteractionId = Id;
            broker.Publish(this, question);
            var answer = await _answers.Reader.ReadAsync(cancellationToken);
            return answer.InputsDialog;
        }

        public void Dispose() => broker.Close(this);
    }
}
