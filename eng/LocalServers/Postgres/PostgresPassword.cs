using System.Security.Cryptography;

namespace Arena.LocalServers.Postgres;

/// <summary>The superuser's password, kept in a file that only its owner reads.</summary>
public static class PostgresPassword
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    /// <summary>The password of the data folder; a new folder gets <paramref name="given"/>, or a generated one of 22 characters.</summary>
    /// <param name="dataDirectory">The folder of <see cref="LocalPostgresOptions.DataDirectory"/>.</param>
    /// <param name="given">The password that is asked for, or null.</param>
    /// <param name="isNew">Whether there is no database yet, so that a kept password binds nobody.</param>
    /// <exception cref="LocalServerException">The database has another password than the given one, or its password is lost.</exception>
    public static string ReadOrCreate(string dataDirectory, string? given = null, bool isNew = false)
    {
        var file = Path.Combine(dataDirectory, "password");
        var kept = File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        if (kept is not null && (given is null || given == kept))
        {
            return kept;
        }

        if (!isNew && Directory.Exists(Path.Combine(dataDirectory, "pgdata")))
        {
            throw new LocalServerException(kept is null && given is null
                ? $"The password of the database in '{dataDirectory}' is lost: '{file}' does not exist. Give it, or move the folder away to start with an empty database."
                : $"The database in '{dataDirectory}' was made with another password than the one given. Give that one, or change it in the database and in '{file}'.");
        }

        var password = given ?? RandomNumberGenerator.GetString(Alphabet, 22);
        Directory.CreateDirectory(dataDirectory);
        SecretFile.Write(file, password);
        return password;
    }
}
