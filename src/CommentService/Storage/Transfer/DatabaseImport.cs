using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage.Transfer;

/// <summary>
/// Fills an empty database with an export: with all ids, history, and events with their positions. How far it came
/// stands in the database, in the same transaction as the rows, so that one that was killed goes on without a row lost or
/// twice. Until it is finished the service does not start on it.
/// </summary>
internal sealed class DatabaseImport(Database database, Progress progress)
{
    private const int RowsAtOnce = 1_000;

    /// <returns>Rows that were stored, by this run and those before it.</returns>
    /// <exception cref="InvalidDataException">The file or the database is not fit for it; the message says why.</exception>
    public async Task<long> RunAsync(string path, bool resume, CancellationToken cancellation)
    {
        var end = ExportFile.ReadEnd(path) ?? throw new InvalidDataException("the export was cut off: its last line is not an export's end; export it again with --resume");
        using var lines = new StreamReader(path, Encoding.UTF8);
        var head = ExportFile.ReadHead(await lines.ReadLineAsync(cancellation));
        var tables = await PrepareAsync(head, resume, cancellation);
        var done = await BeginAsync(head, cancellation);
        progress.Begin("rows", end.Rows, done);
        for (var skipped = 0L; skipped < done; skipped++)
        {
            await lines.ReadLineAsync(cancellation);
        }

        while (done < end.Rows)
        {
            var rows = await ReadAsync(lines, Math.Min(RowsAtOnce, end.Rows - done), cancellation);
            await database.WriteAsync(
                async db =>
                {
                    foreach (var table in rows.GroupBy(row => row.Table))
                    {
                        var known = tables.GetValueOrDefault(table.Key) ?? throw new InvalidDataException($"this version has no table {table.Key}");
                        await known.InsertAsync(db, [.. table.Select(row => row.Row)]);
                    }

                    return await db.UnfinishedImports.Where(i => i.Id == head.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.Lines, done + rows.Count), CancellationToken.None);
                },
                cancellation);
            done += rows.Count;
            progress.Add(rows.Count);
        }

        await database.WriteAsync(
            async db =>
            {
                await db.PassGeneratedKeysAsync();
                return await db.UnfinishedImports.Where(i => i.Id == head.Id).ExecuteDeleteAsync(CancellationToken.None);
            },
            cancellation);
        return done;
    }

    private static async Task<List<(string Table, JsonElement Row)>> ReadAsync(StreamReader lines, long count, CancellationToken cancellation)
    {
        var rows = new List<(string, JsonElement)>();
        while (rows.Count < count)
        {
            var line = await lines.ReadLineAsync(cancellation) ?? throw new InvalidDataException("the export has fewer rows than its end says");
            rows.Add(ExportFile.ReadRow(line));
        }

        return rows;
    }

    /// <summary>The tables by name, once it is sure that this import may go into this database.</summary>
    private async Task<Dictionary<string, Table>> PrepareAsync(ExportHead head, bool resume, CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        var tables = Table.Of(db).ToDictionary(table => table.Name);
        var begun = await db.UnfinishedImports.SingleOrDefaultAsync(cancellation);
        if (begun is not null && begun.Id != head.Id)
        {
            throw new InvalidDataException("the import of another export into this database is not finished");
        }

        if (begun is not null && !resume)
        {
            throw new InvalidDataException("this import has begun before: go on with --resume");
        }

        foreach (var table in begun is null ? tables.Values : Enumerable.Empty<Table>())
        {
            if (await table.CountAsync(db, cancellation) > 0)
            {
                throw new InvalidDataException($"the database is not empty: {table.Name} has rows");
            }
        }

        return tables;
    }

    /// <returns>Rows that are stored already.</returns>
    private Task<long> BeginAsync(ExportHead head, CancellationToken cancellation) => database.WriteAsync(
        async db =>
        {
            await db.InsertNewAsync([new UnfinishedImport { Id = head.Id }]);
            return await db.UnfinishedImports.Where(i => i.Id == head.Id).Select(i => i.Lines).SingleAsync(CancellationToken.None);
        },
        cancellation);
}
