using Arena.Inference.Tests.Fakes;
using Arena.Inference.Tests.Models;

namespace Arena.Stack.Tests;

/// <summary>The file of models that the stack is started with: empty, until a test registers the fine-tunes of the fixture.</summary>
internal sealed class RegisteredModels : IAsyncDisposable
{
    private readonly FineTunes _fineTunes = new();
    private readonly SimulatedNode _providers = FineTunes.Providers();

    public RegisteredModels()
    {
        System.IO.File.WriteAllText(File, "{}");
        Account = _fineTunes.WriteAccount(_providers.Url);
    }

    public string File { get; } = Path.Combine(Path.GetTempPath(), $"api_endpoints-{Guid.NewGuid():N}.json");

    /// <summary>A service account for the endpoints of Vertex AI.</summary>
    public string Account { get; }

    /// <summary>The stack sees them a moment later.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken) => await System.IO.File.WriteAllTextAsync(
        File,
        (await System.IO.File.ReadAllTextAsync(FineTunes.File, cancellationToken))
            .Replace("${OPENAI_BASE_URL:-}", _providers.Url, StringComparison.Ordinal)
            .Replace("${VERTEX_BASE_URL:-}", _providers.Url, StringComparison.Ordinal)
            .Replace("${OPENAI_API_KEY}", "sk-test", StringComparison.Ordinal),
        cancellationToken);

    /// <summary>Another name for a family.</summary>
    public async Task RegroupAsync(string from, string to, CancellationToken cancellationToken) => await System.IO.File.WriteAllTextAsync(
        File, (await System.IO.File.ReadAllTextAsync(File, cancellationToken)).Replace(from, to, StringComparison.Ordinal), cancellationToken);

    /// <summary>The other tests have the models of the simulated nodes only.</summary>
    public Task RemoveAsync(CancellationToken cancellationToken) => System.IO.File.WriteAllTextAsync(File, "{}", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _fineTunes.Dispose();
        await _providers.DisposeAsync();
        System.IO.File.Delete(File);
    }
}
