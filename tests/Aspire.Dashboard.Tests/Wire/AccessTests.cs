using Grpc.Core;

namespace Aspire.Dashboard.Tests.Wire;

/// <summary>Commands are remote control: nothing without the key.</summary>
public sealed class AccessTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("the key of this tesT")]
    public async Task Without_the_key_no_call_is_answered(string? key)
    {
        await using var stage = new Stage();
        await stage.StartAsync();
        var headers = new Metadata();
        if (key is not null)
        {
            headers.Add("x-resource-service-api-key", key);
        }

        using var information = stage.Dashboard.GetApplicationInformationAsync(new(), headers, cancellationToken: Cancelled);
        using var resources = stage.Dashboard.WatchResources(new(), headers, cancellationToken: Cancelled);
        using var logs = stage.Dashboard.WatchResourceConsoleLogs(new(), headers, cancellationToken: Cancelled);
        using var command = stage.Dashboard.ExecuteResourceCommandAsync(new(), headers, cancellationToken: Cancelled);
        using var interactions = stage.Dashboard.WatchInteractions(headers, cancellationToken: Cancelled);

        Assert.Equal(
            Enumerable.Repeat(StatusCode.Unauthenticated, 5),
            [
                await StatusOfAsync(() => information.ResponseAsync),
                await StatusOfAsync(() => resources.ResponseStream.MoveNext(Cancelled)),
                await StatusOfAsync(() => logs.ResponseStream.MoveNext(Cancelled)),
                await StatusOfAsync(() => command.ResponseAsync),
                await StatusOfAsync(() => interactions.ResponseStream.MoveNext(Cancelled)),
            ]);
    }

    [Fact]
    public async Task The_application_goes_by_its_name()
    {
        await using var stage = new Stage();
        await stage.StartAsync();

        var information = await stage.Dashboard.GetApplicationInformationAsync(new(), Stage.Headers, cancellationToken: Cancelled);

        Assert.Equal("Test", information.ApplicationName);
    }

    private static async Task<StatusCode> StatusOfAsync(Func<Task> call) => (await Assert.ThrowsAsync<RpcException>(call)).StatusCode;
}
