namespace Arena.Bench.Streaming;

/// <summary>One run of both loads on one path.</summary>
/// <param name="FirstText">Median time to the first text, in seconds.</param>
/// <param name="FirstText95">Its 95th percentile.</param>
/// <param name="EventCost">Processor time of what stands between, per event, in seconds.</param>
/// <param name="RequestCost">Processor time of what stands between, per answer of one token, in seconds.</param>
internal sealed record Result(double FirstText, double FirstText95, double EventCost, double RequestCost)
{
    public static async Task<Result> OfAsync(ProxyPath path)
    {
        var before = path.ProcessorTime();
        var (firstText, events) = await Load.StreamsAsync(path);
        var between = path.ProcessorTime();
        var requests = await Load.ShortRequestsAsync(path);
        return new(
            firstText[firstText.Length / 2],
            firstText[(int)(firstText.Length * 0.95)],
            (between - before).TotalSeconds / events,
            (path.ProcessorTime() - between).TotalSeconds / requests);
    }

    public static Result Median(IReadOnlyCollection<Result> results)
    {
        return new(Of(result => result.FirstText), Of(result => result.FirstText95), Of(result => result.EventCost), Of(result => result.RequestCost));

        double Of(Func<Result, double> figure) => results.Select(figure).Order().ElementAt(results.Count / 2);
    }
}
