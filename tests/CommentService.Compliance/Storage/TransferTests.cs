using System.Reflection;
using CommentService.Compliance.Servers;
using CommentService.Storage;
using CommentService.Storage.Postgres;
using CommentService.Storage.Sqlite;
using CommentService.Storage.Transfer;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Compliance.Storage;

/// <summary>A site moves from one database to another with every row of every table, and goes on where it stopped.</summary>
public sealed class TransferTests : IAsyncLifetime
{
    private const int Rows = 1_300;

    private static readonly DateTime Moment = new(2026, 5, 1, 12, 0, 0, 123, DateTimeKind.Utc);

    private readonly TemporaryDirectory directory = new();
    private readonly List<Database> opened = [];
    private readonly List<string> made = [];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        opened.ForEach(database => database.Dispose());
        foreach (var database in made)
        {
            await TestServers.DropAsync(database);
        }

        directory.Dispose();
    }

    [Fact]
    public async Task Every_row_of_every_table_arrives_as_it_was_and_comes_back_as_it_was()
    {
        var source = await SqliteAsync("one.db");
        await FillAsync(source);
        var rows = await ExportAsync(source, "first.jsonl");
        Assert.Equal(await CountAsync(source), rows);

        var postgres = await PostgresAsync();
        Assert.Equal(rows, await ImportAsync(postgres, "first.jsonl"));
        await ExportAsync(postgres, "second.jsonl");
        Assert.Equal(RowsOf("first.jsonl"), RowsOf("second.jsonl"));

        var back = await SqliteAsync("two.db");
        await ImportAsync(back, "second.jsonl");
        await ExportAsync(back, "third.jsonl");
        Assert.Equal(RowsOf("first.jsonl"), RowsOf("third.jsonl"));
    }

    [Fact]
    public async Task New_changes_come_after_those_that_were_imported()
    {
        var source = await SqliteAsync("one.db");
        await FillAsync(source);
        await ExportAsync(source, "first.jsonl");
        var postgres = await PostgresAsync();
        await ImportAsync(postgres, "first.jsonl");
        await postgres.WriteAsync(db => db.InsertNewAsync([new StateChange { EventId = Guid.CreateVersion7(), CommentId = Guid.CreateVersion7(), Version = 1, At = Moment }]), Test.Cancellation);
        await using var db = postgres.OpenRead();
        Assert.Equal(Rows + 1, await db.Changes.MaxAsync(c => c.Sequence, Test.Cancellation));
    }

    [Fact]
    public async Task Import_that_was_cut_off_goes_on_and_until_then_the_service_does_not_start()
    {
        var source = await SqliteAsync("one.db");
        await FillAsync(source);
        var rows = await ExportAsync(source, "first.jsonl");
        var postgres = await PostgresAsync();
        // As a kill: it ends after the commit of some rows.
        using var kill = new CancellationTokenSource();
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new DatabaseImport(postgres, new Progress(new CallingWriter(() => { if (++seen > 3) { kill.Cancel(); } }), new EveryLine())).RunAsync(directory.PathOf("first.jsonl"), resume: false, kill.Token));
        var there = await CountAsync(postgres);
        Assert.InRange(there, 1, rows - 1);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestService.StartAsync(new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = made[^1] }));
        Assert.Contains("did not start", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--resume", (await Assert.ThrowsAsync<InvalidDataException>(() => ImportAsync(postgres, "first.jsonl"))).Message, StringComparison.Ordinal);

        Assert.Equal(rows, await ImportAsync(postgres, "first.jsonl", resume: true));
        await ExportAsync(postgres, "second.jsonl");
        Assert.Equal(RowsOf("first.jsonl"), RowsOf("second.jsonl"));
    }

    [Fact]
    public async Task Export_that_was_cut_off_in_the_middle_of_a_line_goes_on()
    {
        var source = await SqliteAsync("one.db");
        await FillAsync(source);
        await ExportAsync(source, "whole.jsonl");
        var whole = await File.ReadAllBytesAsync(directory.PathOf("whole.jsonl"), Test.Cancellation);
        foreach (var part in new[] { whole.Length - 10, whole.Length / 2, whole.Length / 7 })
        {
            await File.WriteAllBytesAsync(directory.PathOf("part.jsonl"), whole[..part], Test.Cancellation);
            Assert.Contains("cut off", (await Assert.ThrowsAsync<InvalidDataException>(async () => await ImportAsync(await PostgresAsync(), "part.jsonl"))).Message, StringComparison.Ordinal);
            await ExportAsync(source, "part.jsonl", resume: true);
            Assert.Equal(whole, await File.ReadAllBytesAsync(directory.PathOf("part.jsonl"), Test.Cancellation));
        }
    }

    [Fact]
    public async Task Export_does_not_go_on_after_a_change_and_overwrites_nothing()
    {
        var source = await SqliteAsync("one.db");
        await FillAsync(source);
        await ExportAsync(source, "first.jsonl");
        await Assert.ThrowsAsync<IOException>(() => ExportAsync(source, "first.jsonl"));
        await source.WriteAsync(db => db.InsertNewAsync([new StateChange { EventId = Guid.CreateVersion7(), CommentId = Guid.CreateVersion7(), Version = 1, At = Moment }]), Test.Cancellation);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => ExportAsync(source, "first.jsonl", resume: true));
        Assert.Contains("export it anew", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_that_has_rows_is_not_imported_into()
    {
        var source = await SqliteAsync("one.db");
        await FillAsync(source);
        await ExportAsync(source, "first.jsonl");
        var postgres = await PostgresAsync();
        await postgres.WriteAsync(db => db.InsertNewAsync([new Article { Id = "there" }]), Test.Cancellation);
        Assert.Contains("is not empty: Articles", (await Assert.ThrowsAsync<InvalidDataException>(() => ImportAsync(postgres, "first.jsonl"))).Message, StringComparison.Ordinal);
    }

    private async Task<Database> SqliteAsync(string file)
    {
        var database = new SqliteDatabase(directory.PathOf(file));
        opened.Add(database);
        await database.MigrateAsync(Test.Cancellation);
        return database;
    }

    private async Task<Database> PostgresAsync()
    {
        made.Add(await TestServers.NewDatabaseAsync());
        var database = new PostgresDatabase(made[^1]);
        opened.Add(database);
        return database;
    }

    private Task<long> ExportAsync(Database database, string file, bool resume = false) =>
        new DatabaseExport(database, TimeProvider.System, new Progress(TextWriter.Null, TimeProvider.System)).RunAsync(directory.PathOf(file), resume, Test.Cancellation);

    private Task<long> ImportAsync(Database database, string file, bool resume = false) =>
        new DatabaseImport(database, new Progress(TextWriter.Null, TimeProvider.System)).RunAsync(directory.PathOf(file), resume, Test.Cancellation);

    private IEnumerable<string> RowsOf(string file) => File.ReadLines(directory.PathOf(file)).Skip(1);

    private static async Task<long> CountAsync(Database database)
    {
        await using var db = database.OpenRead();
        var count = 0L;
        foreach (var table in Table.Of(db))
        {
            count += await table.CountAsync(db, Test.Cancellation);
        }

        return count;
    }

    /// <summary>Rows in every table that the model has, whatever tables those are, with a value in every column.</summary>
    private static Task<bool> FillAsync(Database database) => database.WriteAsync(
        async db =>
        {
            foreach (var entity in db.Model.GetEntityTypes().Where(entity => entity.ClrType != typeof(StoredLease) && entity.ClrType != typeof(UnfinishedImport)))
            {
                var fill = typeof(TransferTests).GetMethod(nameof(FillTableAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(entity.ClrType);
                await (Task)fill.Invoke(null, [db])!;
            }

            return true;
        },
        Test.Cancellation);

    private static async Task FillTableAsync<T>(CommentDb db)
        where T : class
    {
        var rows = Enumerable.Range(1, Rows).Select(i =>
        {
            var row = (T)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(T));
            foreach (var property in typeof(T).GetProperties().Where(property => property.CanWrite))
            {
                // Now and then a column that may be empty is.
                property.SetValue(row, i % 5 == 0 && IsNullable(property) ? null : ValueOf(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, i));
            }

            return row;
        }).ToList();
        Assert.DoesNotContain(false, await db.InsertAsTheyAreAsync(rows));
    }

    private static bool IsNullable(PropertyInfo property) => new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    private static object ValueOf(Type type, int i) =>
        type == typeof(string) ? $"value {i} ' \" \\ {{}} 🔗 é"
        : type == typeof(Guid) ? new Guid(i, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8])
        : type == typeof(DateTime) ? Moment.AddMilliseconds(i)
        : type == typeof(byte[]) ? BitConverter.GetBytes(i)
        : type == typeof(bool) ? i % 2 == 0
        : type == typeof(double) ? i / 7.0
        : type == typeof(long) ? (long)i
        : type == typeof(int) ? i
        : type.IsEnum ? Enum.GetValues(type).GetValue(i % Enum.GetValues(type).Length)!
        : throw new NotSupportedException(type.Name);

    /// <summary>Calls back for each line of progress.</summary>
    private sealed class CallingWriter(Action onLine) : StringWriter
    {
        public override void WriteLine(string? value) => onLine();
    }

    /// <summary>A clock by which every look is long after the one before.</summary>
    private sealed class EveryLine : TimeProvider
    {
        private long now;

        public override long GetTimestamp() => now += 10 * TimestampFrequency;
    }
}
