using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Arena.Inference.Configuration;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Drivers.Gemini;

/// <summary>
/// Tokens of service accounts: fetched by one caller at a time, kept until shortly before they end, and thrown away once when a
/// node refuses one.
/// </summary>
internal sealed class GoogleTokens(IHttpClientFactory clients, IOptions<InferenceOptions> options, TimeProvider time) : IUpstreamKey, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Token> _tokens = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _fetching = new(1);

    public string Driver => GenAi.Providers.Vertex;

    public async ValueTask ApplyAsync(HttpRequestMessage request, Node node, CancellationToken cancellationToken) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await GetAsync(node, cancellationToken));

    /// <summary>A token may be withdrawn before its time; one that is fresh and refused all the same is a fault of the configuration.</summary>
    public bool Renew(Node node) => _tokens.TryRemove(node.Name, out _);

    /// <summary>A token that lasts for a while.</summary>
    /// <exception cref="UpstreamFaultException">There is none: a bad key file, a refusal, or nobody answers.</exception>
    public async Task<string> GetAsync(Node node, CancellationToken cancellationToken)
    {
        if (Kept(node) is { } kept)
        {
            return kept;
        }

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            return Kept(node) ?? (_tokens[node.Name] = await FetchAsync(node, cancellationToken)).Value;
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Dispose() => _fetching.Dispose();

    private string? Kept(Node node) =>
        _tokens.TryGetValue(node.Name, out var token) && time.GetUtcNow() < token.Until ? token.Value : null;

    private async Task<Token> FetchAsync(Node node, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeouts.FirstToken, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var account = ServiceAccount.Read(options.Value.Nodes[node.Name].CredentialsFile ?? "");
            using var form = new FormUrlEncodedContent(
            [
                new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                new("assertion", account.Assert(time.GetUtcNow())),
            ]);
            using var response = await clients.CreateClient(UpstreamHttp.ProbeClient).PostAsync(account.TokenUri, form, either.Token);
            return response.StatusCode is HttpStatusCode.OK
                ? Read(await response.Content.ReadFromJsonAsync(ServiceAccountJson.Default.TokenAnswer, either.Token))
                : throw new UpstreamFaultException(
                    (int)response.StatusCode >= 500 ? FaultCause.ServerError : FaultCause.Unauthorized,
                    $"Google gives no token: HTTP {(int)response.StatusCode}.");
        }
        catch (InvalidDataException exception)
        {
            throw new UpstreamFaultException(FaultCause.Unauthorized, exception.Message, exception);
        }
        catch (JsonException exception)
        {
            throw new UpstreamFaultException(FaultCause.NotTheProtocol, "Google's token is not what it should be.", exception);
        }
        catch (Exception exception) when (exception.IsTransportFault()
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new UpstreamFaultException(FaultCause.Unreachable, $"Google's tokens: {TransportFault.Describe(exception)}", exception);
        }
    }

    private Token Read(TokenAnswer? answer) =>
        answer is { AccessToken: { Length: > 0 } value, ExpiresIn: > 0 and < 1e6 and var seconds }
            ? new(value, time.GetUtcNow() + TimeSpan.FromSeconds(seconds) - Margin)
            : throw new InvalidDataException("Google's answer has no token.");

    private sealed record Token(string Value, DateTimeOffset Until)
    {
        /// <summary>Nothing: a token is a secret.</summary>
        public override string ToString() => "";
    }
}
