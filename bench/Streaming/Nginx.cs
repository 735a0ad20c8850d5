using Arena.LocalServers.Processes;

namespace Arena.Bench.Streaming;

/// <summary>nginx as one process that passes every event on at once.</summary>
internal static class Nginx
{
    private const string Configuration = """
        daemon off; master_process off; pid {folder}/pid; error_log stderr error;
        events { worker_connections 4096; }
        http {
          access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
          upstream node { server {upstream}; keepalive 256; }
          server { listen {listen}; location / { proxy_pass http://node; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; } }
        }
        """;

    public static bool IsHere => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "nginx")));

    public static ChildProcess Start(string folder, string listen, string upstream)
    {
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, Configuration
            .Replace("{folder}", folder, StringComparison.Ordinal)
            .Replace("{listen}", listen, StringComparison.Ordinal)
            .Replace("{upstream}", upstream, StringComparison.Ordinal));
        return ChildProcess.Start(new ProcessCommand("nginx", ["-c", file]), line => Console.Error.WriteLine(line.Text));
    }
}
