using System.Buffers.Text;
using System.Security.Cryptography;

namespace Arena.Router.Battles;

/// <summary>
/// 128 random bits as 22 characters that are safe in a URL: nobody can guess another's battle, and the id says nothing about time or models.
/// </summary>
internal static class RandomId
{
    private const int Bytes = 16;

    public static string Next() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
}
