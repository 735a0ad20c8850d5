using System.Net.Http.Headers;
using Microsoft.Extensions.Caching.Memory;

namespace Arena.Web.Readings;

/// <summary>The last answers of other services with their versions. What may be asked for is without bounds, what is kept is not.</summary>
internal sealed class ReadingCache : IDisposable
{
    private const int Kept = 256;

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = Kept });

    public KnownAnswer<T>? Find<T>(string service, string path)
        where T : class => _answers.Get<KnownAnswer<T>>((service, path));

    public void Keep<T>(string service, string path, EntityTagHeaderValue version, T value)
        where T : class =>
        _answers.Set((service, path), new KnownAnswer<T>(version, value), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(10) });

    public void Dispose() => _answers.Dispose();
}

internal sealed record KnownAnswer<T>(EntityTagHeaderValue Version, T Value);
