using Npgsql;

namespace CommentService.Storage.Postgres;

/// <summary>What the operator wrote, with this service's defaults for what was left out.</summary>
internal static class PostgresConnectionString
{
    /// <summary>How long a statement may take; on the client's side, so that it holds for a server that does not answer at all.</summary>
    private const int CommandSeconds = 15;
    private const int ConnectSeconds = 5;
    private const int Connections = 20;

    public static string Complete(string given)
    {
        var wanted = new NpgsqlConnectionStringBuilder(given);
        var asWritten = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = given };
        Default("Timeout", "Timeout", () => wanted.Timeout = ConnectSeconds);
        Default("Command Timeout", "CommandTimeout", () => wanted.CommandTimeout = CommandSeconds);
        Default("Maximum Pool Size", "MaxPoolSize", () => wanted.MaxPoolSize = Connections);
        Default("Max Auto Prepare", "MaxAutoPrepare", () => wanted.MaxAutoPrepare = 200);
        Default("Auto Prepare Min Usages", "AutoPrepareMinUsages", () => wanted.AutoPrepareMinUsages = 2);
        Default("Keepalive", "KeepAlive", () => wanted.KeepAlive = 30);
        Default("Application Name", "ApplicationName", () => wanted.ApplicationName = "comment-service");
        // Every session is left as it was found, so nothing needs to be reset.
        Default("No Reset On Close", "NoResetOnClose", () => wanted.NoResetOnClose = true);
        // A process that sleeps in the middle of a transaction holds up others no longer than this.
        Default("Options", "Options", () => wanted.Options = "-c idle_in_transaction_session_timeout=10s -c lock_timeout=10s");
        return wanted.ConnectionString;

        void Default(string name, string alias, Action set)
        {
            if (!asWritten.ContainsKey(name) && !asWritten.ContainsKey(alias))
            {
                set();
            }
        }
    }

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public static string? Check(string given)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(given).Host is null ? "names no Host" : null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }
}
