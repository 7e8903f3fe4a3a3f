using Npgsql;

namespace SelfHealing.Benchmarks.Clusters;

/// <summary>The two ways to write where a database is.</summary>
internal static class PostgresUrl
{
    /// <summary>Npgsql's connection string of either.</summary>
    public static string ToConnectionString(string named)
    {
        if (!Uri.TryCreate(named, UriKind.Absolute, out var url) || url.Scheme is not ("postgres" or "postgresql"))
        {
            return named;
        }

        var user = url.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.IsDefaultPort || url.Port <= 0 ? NpgsqlConnection.DefaultPort : url.Port,
            Database = url.AbsolutePath.Trim('/') is { Length: > 0 } name ? name : "postgres",
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        }.ConnectionString;
    }

    /// <summary>The URL of a connection string.</summary>
    public static string Of(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        var password = parts.Password is { Length: > 0 } secret ? $":{Uri.EscapeDataString(secret)}" : "";
        return $"postgres://{Uri.EscapeDataString(parts.Username ?? "postgres")}{password}@{parts.Host}:{parts.Port}/{parts.Database}";
    }
}
