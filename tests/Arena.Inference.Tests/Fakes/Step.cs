using System.Text;
using Microsoft.AspNetCore.Http;

namespace Arena.Inference.Tests.Fakes;

/// <summary>One thing that a fake node does while it answers.</summary>
internal sealed record Step(Func<FakeNode, HttpContext, Task> RunAsync)
{
    /// <summary>Writes and flushes, so that it arrives as a piece of its own.</summary>
    public static Step Send(string text) => new(async (_, context) =>
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    });

    /// <summary>Resets the connection; what was sent before may be lost with it.</summary>
    public static Step Cut { get; } = new((_, context) =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Resets the connection when the caller has seen something of the answer.</summary>
    public static Step CutOnceSeen { get; } = new(async (node, context) =>
    {
        await node.Seen.WaitAsync(context.RequestAborted);
        context.Abort();
    });

    /// <summary>Sends the headers, then nothing until the other side gives up.</summary>
    public static Step Hang { get; } = new(async (_, context) =>
    {
        await context.Response.StartAsync(context.RequestAborted);
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    });

    /// <summary>Not even headers.</summary>
    public static Step Freeze { get; } = new((_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted));

    /// <summary>Goes on when the test says so.</summary>
    public static Step WaitFor(Task signal) => new((_, context) => signal.WaitAsync(context.RequestAborted));

    public static implicit operator Step(string text) => Send(text);

    /// <summary>Answers with that status and header, and nothing else.</summary>
    public static Step Refuse(int status, (string Name, string Value) header) => new((_, context) =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers[header.Name] = header.Value;
        return Task.CompletedTask;
    });
}
