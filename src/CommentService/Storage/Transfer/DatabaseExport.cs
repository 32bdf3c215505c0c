using System.Text;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage.Transfer;

/// <summary>Writes every table into a file, all as they were at one moment. One that was cut off goes on where it ended, if nothing was changed since.</summary>
internal sealed class DatabaseExport(Database database, TimeProvider time, Progress progress)
{
    /// <returns>Rows in the file.</returns>
    /// <exception cref="InvalidDataException">The export that is to go on is none, or is of another state of the database.</exception>
    public async Task<long> RunAsync(string path, bool resume, CancellationToken cancellation)
    {
        await using var db = await database.OpenSnapshotAsync(cancellation);
        var mark = await MarkAsync(db, cancellation);
        var begun = resume ? ReadBegun(path, mark) : null;
        var how = new FileStreamOptions { Mode = begun is null ? FileMode.CreateNew : FileMode.Open, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (begun is null && !OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, how);
        file.SetLength(begun?.Bytes ?? 0);
        file.Seek(0, SeekOrigin.End);
        await using var lines = new StreamWriter(file, new UTF8Encoding(false)) { NewLine = "\n" };
        if (begun is null)
        {
            await lines.WriteLineAsync(ExportFile.Line(new ExportHead(ExportHead.Current, Guid.CreateVersion7(time.GetUtcNow()), mark)));
        }

        var rows = 0L;
        foreach (var table in Table.Of(db))
        {
            var there = begun?.Rows.GetValueOrDefault(table.Name) ?? 0;
            progress.Begin(table.Name, await table.CountAsync(db, cancellation), there);
            await foreach (var row in table.ReadAsync(db, there, cancellation))
            {
                await lines.WriteLineAsync(ExportFile.Line(table.Name, row));
                progress.Add(1);
            }

            rows += progress.Done;
        }

        await lines.WriteLineAsync(ExportFile.Line(new ExportEnd(rows)));
        await lines.FlushAsync(cancellation);
        file.Flush(flushToDisk: true);
        return rows;
    }

    /// <summary>Every change of a comment stands in one of these logs, every other in the other.</summary>
    private static async Task<string> MarkAsync(CommentDb db, CancellationToken cancellation) => string.Join(
        '-',
        await db.Changes.MaxAsync(c => (long?)c.Sequence, cancellation) ?? 0,
        await db.Changes.MaxAsync(c => c.Position, cancellation) ?? 0,
        await db.Audit.MaxAsync(a => (long?)a.Sequence, cancellation) ?? 0);

    private static Begun ReadBegun(string path, string mark)
    {
        var rows = new Dictionary<string, int>();
        var bytes = 0L;
        using var lines = new StreamReader(path, Encoding.UTF8);
        var head = lines.ReadLine();
        if (ExportFile.ReadHead(head).Mark != mark)
        {
            throw new InvalidDataException("the database was changed since this export began: export it anew");
        }

        bytes += Length(head!);
        var size = new FileInfo(path).Length;
        // The last line may be half a one, or the end of an export that is whole: it is written again.
        for (var line = lines.ReadLine(); line is not null; line = lines.ReadLine())
        {
            if (bytes + Length(line) > size || line.StartsWith("{\"end\":", StringComparison.Ordinal))
            {
                break;
            }

            var (table, _) = ExportFile.ReadRow(line);
            rows[table] = rows.GetValueOrDefault(table) + 1;
            bytes += Length(line);
        }

        return new Begun(bytes, rows);
    }

    private static int Length(string line) => Encoding.UTF8.GetByteCount(line) + 1;

    /// <summary>What there is of an export: bytes that stand, and rows by table.</summary>
    private sealed record Begun(long Bytes, IReadOnlyDictionary<string, int> Rows);
}
