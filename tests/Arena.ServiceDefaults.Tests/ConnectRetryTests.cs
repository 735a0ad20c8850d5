using System.Net;
using Arena.ServiceDefaults.Discovery;

namespace Arena.ServiceDefaults.Tests;

public sealed class ConnectRetryTests
{
    [Fact]
    public async Task A_connection_that_could_not_be_made_is_tried_again()
    {
        using var network = new Network(HttpRequestError.ConnectionError, failures: 2);

        using var response = await network.GetAsync();

        Assert.Equal((HttpStatusCode.OK, 3), (response.StatusCode, network.Attempts));
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.HttpProtocolError)]
    public async Task What_may_have_reached_the_other_side_is_never_sent_twice(HttpRequestError error)
    {
        using var network = new Network(error, failures: 1);

        await Assert.ThrowsAsync<HttpRequestException>(network.GetAsync);

        Assert.Equal(1, network.Attempts);
    }

    /// <summary>Fails the first calls, under a clock whose delays end at once.</summary>
    private sealed class Network : HttpMessageHandler
    {
        private readonly HttpRequestError _error;
        private readonly HttpMessageInvoker _invoker;
        private int _failures;

        public Network(HttpRequestError error, int failures)
        {
            (_error, _failures) = (error, failures);
            _invoker = new HttpMessageInvoker(new ConnectRetryHandler(new HastyTime()) { InnerHandler = this });
        }

        public int Attempts { get; private set; }

        public async Task<HttpResponseMessage> GetAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "http://service/");
            return await _invoker.SendAsync(request, TestContext.Current.CancellationToken);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Attempts++;
            return _failures-- > 0
                ? Task.FromException<HttpResponseMessage>(new HttpRequestException(_error))
                : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }

    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
