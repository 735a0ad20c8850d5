namespace Arena.LocalServers;

/// <summary>A file that only its owner reads.</summary>
public static class SecretFile
{
    /// <summary>Writes one line.</summary>
    public static void Write(string file, string secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.WriteLine(secret);
    }
}
