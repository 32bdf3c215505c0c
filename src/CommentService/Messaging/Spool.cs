using System.Threading.Channels;
using CommentService.Contracts;
using CommentService.Hosting;
using CommentService.Storage;
using Microsoft.Data.Sqlite;

namespace CommentService.Messaging;

/// <summary>One durable submission as it stands in the spool.</summary>
internal sealed record SpoolRow(long Sequence, byte[] Body);

/// <summary>What is known of a request whose submission is here.</summary>
internal readonly record struct SpooledRequest(Guid Id, long ContentKey);

/// <summary>A row that may leave; its submission is null where it could not be read.</summary>
internal readonly record struct SpooledSubmission(long Sequence, Submission? Submission);

/// <summary>No durable place can take a submission: the spool is full or its disk fails.</summary>
internal sealed class SpoolUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Accepted submissions on disk (<c>spool.db</c>), from before the 202 until what comes after has confirmed. One thread
/// writes; whoever waits while a commit is under way shares the next one, and its fsync.
/// </summary>
internal sealed class Spool : ISubmissionQueue, IDisposable
{
    private readonly Channel<Work> work = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Releases whose commit failed: they go into the next group that comes.</summary>
    private readonly List<Work> unreleased = [];
    private readonly SpoolFile file;
    private readonly long maxBytes;
    private readonly Crowd crowd;
    private readonly Thread loop;

    /// <summary>Submissions in the file by request key, so that a retry finds them without a read. Of values only: the collector has nothing to follow in it.</summary>
    private readonly Dictionary<long, SpooledRequest> requests = [];
    private long waiting;

    /// <summary>The file's size is asked for once in so many groups, and with each while it is too large.</summary>
    private const int MeasureEach = 4;
    private int groupsToMeasure;
    private bool isFull;

    public Spool(string path, long maxBytes, Crowd crowd)
    {
        (this.maxBytes, this.crowd) = (maxBytes, crowd);
        file = new SpoolFile(path);
        foreach (var body in file.ReadAll())
        {
            Remember(body);
        }

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
        var add = new Work(submission, SubmissionBody.Write(submission), null, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return work.Writer.TryWrite(add) ? add.Done!.Task : Task.FromException(new SpoolUnavailableException("The service is stopping."));
    }

    /// <summary>Lets go of submissions that are stored elsewhere. Lost in a crash it is harmless: they are handed over once more.</summary>
    public void Release(IReadOnlyList<SpooledSubmission> stored)
    {
        lock (requests)
        {
            foreach (var (_, submission) in stored)
            {
                if (submission is not null && requests.TryGetValue(submission.RequestKey, out var known) && known.Id == submission.Id)
                {
                    requests.Remove(submission.RequestKey);
                }
            }
        }

        work.Writer.TryWrite(new Work(null, null, stored, null));
    }

    /// <summary>The next rows after a sequence, at most <paramref name="rows"/> and about <paramref name="bytes"/>.</summary>
    public List<SpoolRow> ReadAfter(long sequence, int rows, int bytes) => file.ReadAfter(sequence, rows, bytes);

    /// <summary>What a request with this key left here, if it is not stored elsewhere yet.</summary>
    public SpooledRequest? Find(long requestKey)
    {
        lock (requests)
        {
            return requests.TryGetValue(requestKey, out var found) ? found : null;
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
        if (--groupsToMeasure <= 0)
        {
            var bytes = file.Bytes;
            Metrics.SpoolBytes.Record(bytes);
            isFull = bytes > maxBytes;
            groupsToMeasure = isFull ? 1 : MeasureEach;
        }

        file.InTransaction(() =>
        {
            foreach (var item in group)
            {
                if (item.Body is not null && !isFull)
                {
                    file.Insert(item.Body);
                }

                Delete(item.Release ?? []);
            }
        });
        Metrics.SpoolWaiting.Record(Interlocked.Add(ref waiting, -group.Sum(item => item.Release?.Count ?? 0)));
        if (isFull && group.Exists(item => item.Body is not null))
        {
            throw new SpoolUnavailableException("The spool is full.");
        }
    }

    /// <summary>Rows that were handed over together mostly follow each other: a range costs little more than one row.</summary>
    private void Delete(IReadOnlyList<SpooledSubmission> stored)
    {
        for (var i = 0; i < stored.Count;)
        {
            var first = stored[i].Sequence;
            var last = first;
            while (++i < stored.Count && stored[i].Sequence == last + 1)
            {
                last++;
            }

            file.Delete(first, last);
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
                Remember(item.Submission!);
                item.Done.TrySetResult();
            }
            else
            {
                item.Done.TrySetException(error);
            }
        }

        if (added > 0)
        {
            var all = Interlocked.Add(ref waiting, added);
            Metrics.SpoolWaiting.Record(all);
            crowd.Served(added, all);
            Added.Pulse();
        }
    }

    private void Remember(byte[] body)
    {
        waiting++;
        // One that cannot be read answers no request; the worker makes a dead letter of it.
        if (SubmissionBody.Read(body) is { } submission)
        {
            Remember(submission);
        }
    }

    private void Remember(Submission submission)
    {
        lock (requests)
        {
            requests[submission.RequestKey] = new SpooledRequest(submission.Id, submission.ContentKey);
        }
    }

    private sealed record Work(Submission? Submission, byte[]? Body, IReadOnlyList<SpooledSubmission>? Release, TaskCompletionSource? Done);
}
