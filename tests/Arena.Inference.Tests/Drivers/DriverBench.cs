using System.Security.Cryptography;
using System.Text.Json;
using Arena.Inference.Drivers;
using Arena.Inference.Faults;
using Arena.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Arena.Inference.Tests.Drivers;

/// <summary>Every driver with the layers around it as the service composes them, on a server without sockets. One node each, named as its driver.</summary>
internal sealed class DriverBench : IDisposable
{
    private readonly string _account = Path.Combine(Path.GetTempPath(), $"arena-account-{Guid.NewGuid():N}.json");
    private readonly IHost _app;

    public DriverBench(params (string Key, string Value)[] settings)
    {
        Upstream = new ScriptedUpstream(Time);
        WriteAccount();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection();
        foreach (var wire in Wire.All)
        {
            builder.Configuration[$"Inference:Nodes:{wire.Driver}:Driver"] = wire.Driver;
            builder.Configuration[$"Inference:Nodes:{wire.Driver}:Url"] = $"http://{wire.Driver}.test";
            builder.Configuration[$"Inference:Nodes:{wire.Driver}:ApiKey"] = "key-1";
        }

        builder.Configuration["Inference:Nodes:vertex:CredentialsFile"] = _account;
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.AddArenaInference();
        builder.Services.AddSingleton<TimeProvider>(Time);
        foreach (var client in new[] { UpstreamHttp.AnswerClient, UpstreamHttp.ProbeClient })
        {
            builder.Services.AddHttpClient(client).ConfigurePrimaryHttpMessageHandler(() => Upstream);
        }

        _app = builder.Build();
    }

    public ManualTimeProvider Time { get; } = new();

    public ScriptedUpstream Upstream { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>The public half of the service account's key.</summary>
    public static RSA AccountKey { get; } = RSA.Create(2048); // one for all: making it takes longer than a test

    /// <summary>Has a driver read what the upstream says.</summary>
    public async Task<Heard> AskAsync(string driver, IReadOnlyList<ChatMessage>? messages = null, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = options?.Clone() ?? new();
        options.ModelId ??= Wire.Model;
        var heard = new Heard("", "", [], Finish: null, Fault: null, Input: null, Output: null);
        try
        {
            await foreach (var update in Services.GetRequiredService<UpstreamClients>()[driver]
                .GetStreamingResponseAsync(messages ?? [new(ChatRole.User, "Hi")], options, cancellationToken))
            {
                heard = heard.With(update);
            }
        }
        catch (UpstreamFaultException fault)
        {
            heard = heard with { Fault = fault };
        }

        return heard;
    }

    public void Dispose()
    {
        _app.Dispose();
        File.Delete(_account);
    }

    private void WriteAccount() => File.WriteAllText(_account, JsonSerializer.Serialize(new
    {
        type = "service_account",
        project_id = "project-1",
        client_email = "arena@project-1.test",
        private_key = AccountKey.ExportPkcs8PrivateKeyPem(),
        token_uri = "https://google.test/token",
    }));
}

/// <summary>What a reader of a stream got.</summary>
internal sealed record Heard(
    string Text, string Thinking, IReadOnlyList<(string Id, string Name, string Arguments)> Calls, ChatFinishReason? Finish, UpstreamFaultException? Fault,
    long? Input, long? Output)
{
    /// <summary>What a caller takes for success: the stream has ended without a fault.</summary>
    public bool IsComplete => Fault is null;

    public Heard With(ChatResponseUpdate update) => this with
    {
        Text = Text + string.Concat(update.Contents.OfType<TextContent>().Select(text => text.Text)),
        Thinking = Thinking + string.Concat(update.Contents.OfType<TextReasoningContent>().Select(text => text.Text)),
        Calls = [.. Calls, .. update.Contents.OfType<FunctionCallContent>().Select(call => (call.CallId, call.Name, Inference.Drivers.Tools.ToolCalls.ArgumentsOf(call)))],
        Finish = update.FinishReason ?? Finish,
        Input = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details.InputTokenCount ?? Input,
        Output = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details.OutputTokenCount ?? Output,
    };
}
