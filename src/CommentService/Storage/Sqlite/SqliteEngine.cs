using SQLitePCL;

namespace CommentService.Storage.Sqlite;

/// <summary>SQLite's settings for the whole process (sqlite.org/c3ref/c_config_covering_index_scan.html); they hold if nothing has opened a database yet.</summary>
internal static class SqliteEngine
{
    private const int CountMemory = 9;

    public static void Configure()
    {
        Batteries_V2.Init();
        // No connection here is used by two threads at once, so none needs a lock of its own around every call.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        // Nobody reads SQLite's own count of its memory, and all threads take turns at it.
        raw.sqlite3_config(CountMemory, 0);
    }
}
