using System.Text.Json;
using System.Threading.Channels;
using CommentService.Contracts;
using CommentService.Hosting;
using CommentService.Storage;
using Microsoft.Data.Sqlite;

namespace CommentService.Messaging;

/// <summary>One durable submission as it stands in the spool.</summary>
internal sealed record SpoolRow(long Sequence, byte[] Body);

/// <summary>No durable place can take a submission: the spool is full or its disk fails.</summary>
internal sealed class SpoolUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Accepted submissions on disk (<c>spool.db</c>), from before the 202 until what comes after has confirmed. One thread
/// writes; whoever waits while a commit is under way shares the next one, and its fsync.
/// </summary>
internal sealed class Spool : IDisposable
{
    private readonly Channel<Work> work = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Releases whose commit failed: they go into the next group that comes.</summary>
    private readonly List<Work> unreleased = [];
    private readonly SpoolFile file;
    private readonly long maxBytes;
    private readonly Thread loop;
    private long waiting;

    public Spool(string path, long maxBytes)
    {
        this.maxBytes = maxBytes;
        file = new SpoolFile(path);
        waiting = file.Count();
        loop = new Thread(Run) { IsBackground = true, Name = "Spool writer" };
        loop.Start();
    }

    /// <summary>Pulsed when submissions were added.</summary>
    public Signal Added { get; } = new();

    /// <summary>Submissions that are durable here and not yet stored as comments.</summary>
    public long Waiting => Interlocked.Read(ref waiting);

    /// <summary>Why the last write failed; null while writes succeed.</summary>
    public string? Failure { get; private set; }

    /// <summary>Makes a submission durable: returns after the fsync that covers it.</summary>
    /// <exception cref="SpoolUnavailableException">It is not durable.</exception>
    public Task AddAsync(Submission submission)
    {
        var add = new Work(submission.RequestKey, SubmissionBody.Write(submission), null, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return work.Writer.TryWrite(add) ? add.Done!.Task : Task.FromException(new SpoolUnavailableException("The service is stopping."));
    }

    /// <summary>Lets go of submissions that are stored elsewhere. Lost in a crash it is harmless: they are handed over once more.</summary>
    public void Release(IReadOnlyList<long> sequences) => work.Writer.TryWrite(new Work(0, null, sequences, null));

    /// <summary>The next rows after a sequence, at most <paramref name="rows"/> and about <paramref name="bytes"/>.</summary>
    public Task<List<SpoolRow>> ReadAfterAsync(long sequence, int rows, int bytes, CancellationToken cancellation) =>
        file.ReadAfterAsync(sequence, rows, bytes, cancellation);

    /// <summary>The submission that a request with this key left here, if it still waits.</summary>
    public async ValueTask<Submission?> FindAsync(long requestKey, CancellationToken cancellation)
    {
        try
        {
            return Waiting > 0 && await file.FindAsync(requestKey, cancellation) is { } body ? SubmissionBody.Read(body) : null;
        }
        catch (JsonException)
        {
            // An unreadable row answers no request; it is on its way to the dead letters.
            return null;
        }
    }

    public void Dispose()
    {
        work.Writer.TryComplete();
        loop.Join();
        file.Dispose();
    }

    private void Run()
    {
        var group = new List<Work>();
        while (work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.AddRange(unreleased);
            unreleased.Clear();
            while (group.Count < 1024 && work.Reader.TryRead(out var item))
            {
                group.Add(item);
            }

            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<Work> group)
    {
        Exception? error = null;
        try
        {
            using (Trace.Source.StartActivity("spool.commit"))
            {
                Write(group);
            }

            Failure = null;
        }
        catch (SpoolUnavailableException exception)
        {
            error = exception;
            Failure = exception.Message;
        }
        catch (Exception exception)
        {
            // Whatever it was, nobody in this group may be told that it is durable, and the next group tries again.
            error = new SpoolUnavailableException("The spool cannot be written.", exception);
            Failure = exception is SqliteException sqlite ? $"SQLite error {sqlite.SqliteExtendedErrorCode}" : exception.GetType().Name;
        }

        Answer(group, error);
    }

    private void Write(List<Work> group)
    {
        var isFull = file.Bytes > maxBytes;
        file.InTransaction(() =>
        {
            foreach (var item in group)
            {
                if (item.Body is not null && !isFull)
                {
                    file.Insert(item.RequestKey, item.Body);
                }

                foreach (var sequence in item.Release ?? [])
                {
                    file.Delete(sequence);
                }
            }
        });
        Interlocked.Add(ref waiting, -group.Sum(item => item.Release?.Count ?? 0));
        if (isFull && group.Exists(item => item.Body is not null))
        {
            throw new SpoolUnavailableException("The spool is full.");
        }
    }

    private void Answer(List<Work> group, Exception? error)
    {
        var added = 0;
        foreach (var item in group)
        {
            if (item.Done is null)
            {
                if (error?.InnerException is not null)
                {
                    unreleased.Add(item);
                }
            }
            else if (error is null)
            {
                added++;
                item.Done.TrySetResult();
            }
            else
            {
                item.Done.TrySetException(error);
            }
        }

        if (added > 0)
        {
            Interlocked.Add(ref waiting, added);
            Added.Pulse();
        }
    }

    private sealed record Work(long RequestKey, byte[]? Body, IReadOnlyList<long>? Release, TaskCompletionSource? Done);
}
