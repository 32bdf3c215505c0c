using System.Buffers.Binary;

namespace CommentService.Prove;

/// <summary>
/// One transaction as it was written to a SQLite write-ahead log: frames of a 24-byte header and a page, the last of
/// which says so (https://www.sqlite.org/fileformat2.html#walformat).
/// </summary>
/// <param name="Began">Line of the trace on which its first write began.</param>
/// <param name="Written">Line on which its last write ended.</param>
/// <param name="Durable">Line on which the first sync ended that began after that; past the end where none did.</param>
/// <param name="Pages">The pages as the transaction left them, by number.</param>
internal sealed record WalCommit(int Began, int Written, int Durable, IReadOnlyDictionary<uint, string> Pages)
{
    private const int FrameHeader = 24;
    private const int Page = 4096;

    /// <summary>The transactions that were written to one log.</summary>
    public static IReadOnlyList<WalCommit> Read(IEnumerable<SystemCall> calls, string file)
    {
        var commits = new List<WalCommit>();
        var ofFile = calls.Where(c => c.Path == file).ToList();
        var syncs = ofFile.Where(c => c is { IsSync: true, Succeeded: true }).ToList();
        var pages = new Dictionary<uint, string>();
        var began = 0;
        byte[] header = [];
        foreach (var write in ofFile.Where(c => !c.IsSync))
        {
            if (write.Data.Length == FrameHeader)
            {
                header = write.Data;
                began = pages.Count == 0 ? write.Began : began;
            }
            else if (write.Data.Length == Page)
            {
                pages[BinaryPrimitives.ReadUInt32BigEndian(header)] = write.Text;
                // The size of the database stands in the frame that ends a transaction, and only there.
                if (BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)) != 0)
                {
                    var durable = syncs.Find(s => s.Began > write.Ended)?.Ended ?? int.MaxValue;
                    commits.Add(new WalCommit(began, write.Ended, durable, pages));
                    pages = [];
                }
            }
        }

        return commits;
    }
}
