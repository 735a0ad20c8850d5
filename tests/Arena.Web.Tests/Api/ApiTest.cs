using Arena.Web.Tests.Fakes;

namespace Arena.Web.Tests.Api;

/// <summary>One replica over the three services, both models polite.</summary>
public abstract class ApiTest : IAsyncLifetime
{
    private Replica? _replica;

    private protected Backend Backend { get; private set; } = null!;

    private protected ArenaClient Client { get; private set; } = null!;

    private protected Replica Web => _replica!;

    public async ValueTask InitializeAsync()
    {
        Backend = await Backend.StartAsync();
        Backend.Inference[Models.A] = FakeInference.Saying("Paris ", "is the capital ", "of France.");
        Backend.Inference[Models.B] = FakeInference.Saying("It is **Paris**.");
        _replica = Create();
        Client = new(_replica.CreateClient());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _replica!.DisposeAsync();
        await Backend.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected virtual Replica Create() => new(Backend);
}
