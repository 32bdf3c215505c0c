using CommentService.Messaging;
using CommentService.Tests.Running;
using Microsoft.Data.Sqlite;

namespace CommentService.Tests.Messaging;

public sealed class SpoolTests : IAsyncLifetime
{
    private const long Plenty = 1L << 30;

    private readonly TemporaryDirectory directory = new();
    private Spool spool = null!;

    private string File => directory.PathOf("spool.db");

    public ValueTask InitializeAsync()
    {
        spool = new Spool(File, Plenty, new Crowd());
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        spool.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task Submissions_come_back_whole_and_in_order_after_reopening()
    {
        var given = Given.Submissions(20);
        given[3] = given[3] with
        {
            ParentId = given[0].Id, Email = "ann@example.org", Website = "https://ann.example/", Language = "pt-BR", ArticleTitle = "T", ArticleUrl = "https://a.example/",
            HoneypotFilled = true, AddressKey = long.MinValue, ContentKey = -7, TraceParent = "00-1-2-01", Comment = "a\n\t\"'\\ \u2028 🔗",
        };
        foreach (var submission in given)
        {
            await spool.AddAsync(submission);
        }

        await ReopenAsync();
        Assert.Equal(given, await WaitingAsync());
        Assert.Equal(20, spool.Waiting);
    }

    [Fact]
    public async Task Submissions_that_come_at_once_are_all_durable()
    {
        var given = Given.Submissions(2_000);
        await Task.WhenAll(given.Select(spool.AddAsync));
        await ReopenAsync();
        Assert.Equal(given.Select(s => s.Id).Order(), (await WaitingAsync()).Select(s => s.Id).Order());
    }

    [Fact]
    public async Task Submissions_that_wait_for_a_commit_share_the_next_one()
    {
        // While another connection holds the file, nothing can be committed, and all of these wait.
        var given = Given.Submissions(300);
        Task[] added;
        await using (var other = Open())
        {
            await using var held = other.BeginTransaction(deferred: false);
            added = [.. given.Select(spool.AddAsync)];
            Assert.DoesNotContain(added, task => task.IsCompleted);
        }

        await Task.WhenAll(added);
        Assert.InRange(await CommitsAsync(), 1, 3);
    }

    [Fact]
    public async Task Released_submission_is_gone_for_good()
    {
        var given = Given.Submissions(3);
        await Task.WhenAll(given.Select(spool.AddAsync));
        var rows = spool.ReadAfter(0, 100, int.MaxValue);
        spool.Release([Stored(rows[0]), Stored(rows[2])]);
        await Eventually.HoldsAsync(() => spool.Waiting == 1, "The release");
        await ReopenAsync();
        Assert.Equal([SubmissionBody.Read(rows[1].Body)!], await WaitingAsync());
    }

    [Fact]
    public async Task Text_of_a_released_submission_is_wiped_from_the_file()
    {
        var given = Given.Submission() with { Comment = "a-very-private-thought" };
        await spool.AddAsync(given);
        spool.Release([Stored(spool.ReadAfter(0, 1, int.MaxValue)[0])]);
        spool.Dispose();
        Assert.All(Directory.GetFiles(directory.Path), file => Assert.DoesNotContain("a-very-private-thought", System.IO.File.ReadAllText(file), StringComparison.Ordinal));
        spool = new Spool(File, Plenty, new Crowd());
    }

    [Fact]
    public async Task Sequence_is_not_given_twice_while_rows_wait()
    {
        await spool.AddAsync(Given.Submission());
        await spool.AddAsync(Given.Submission());
        var first = spool.ReadAfter(0, 1, int.MaxValue);
        spool.Release([Stored(first[0])]);
        await Eventually.HoldsAsync(() => spool.Waiting == 1, "The release");
        await ReopenAsync();
        await spool.AddAsync(Given.Submission());
        var rows = spool.ReadAfter(0, 100, int.MaxValue);
        Assert.Equal([first[0].Sequence + 1, first[0].Sequence + 2], rows.Select(row => row.Sequence));
    }

    [Fact]
    public async Task Page_ends_at_its_rows_or_bytes()
    {
        await Task.WhenAll(Given.Submissions(10).Select(spool.AddAsync));
        var all = spool.ReadAfter(0, 100, int.MaxValue);
        Assert.Equal(4, spool.ReadAfter(0, 4, int.MaxValue).Count);
        Assert.Single(spool.ReadAfter(0, 100, 1));
        Assert.Equal(2, spool.ReadAfter(0, 100, all[0].Body.Length + 1).Count);
        Assert.Equal(3, spool.ReadAfter(all[6].Sequence, 100, int.MaxValue).Count);
    }

    [Fact]
    public async Task Waiting_submission_is_found_by_its_request()
    {
        var given = Given.Submissions(3);
        await Task.WhenAll(given.Select(spool.AddAsync));
        Assert.Equal(given[1].Id, spool.Find(given[1].RequestKey)?.Id);
        Assert.Null(spool.Find(-1));
        await ReopenAsync();
        Assert.Equal(given[1].Id, spool.Find(given[1].RequestKey)?.Id);
    }

    [Fact]
    public async Task Full_spool_refuses_and_takes_again_once_there_is_room()
    {
        spool.Dispose();
        spool = new Spool(File, 64 * 1024, new Crowd());
        var taken = 0;
        var large = Given.Submission() with { Comment = new string('x', 5_000) };
        var refused = await Assert.ThrowsAsync<SpoolUnavailableException>(async () =>
        {
            for (; taken < 1_000; taken++)
            {
                await spool.AddAsync(large);
            }
        });
        Assert.Equal("The spool is full.", refused.Message);
        Assert.Equal(refused.Message, spool.Failure);
        Assert.InRange(taken, 5, 20);
        Assert.Equal(taken, spool.Waiting);

        spool.Release([.. spool.ReadAfter(0, 1_000, int.MaxValue).Select(Stored)]);
        await Eventually.HoldsAsync(() => spool.Waiting == 0, "The release");
        await spool.AddAsync(large);
        Assert.Null(spool.Failure);
    }

    [Fact]
    public async Task Stopped_spool_refuses()
    {
        spool.Dispose();
        await Assert.ThrowsAsync<SpoolUnavailableException>(() => spool.AddAsync(Given.Submission()));
        spool = new Spool(File, Plenty, new Crowd());
    }

    [Fact]
    public async Task Failing_file_refuses_each_submission_and_recovers_with_it()
    {
        await using var other = Open();
        Run(other, "CREATE TRIGGER broken BEFORE INSERT ON spool BEGIN SELECT RAISE(ABORT, 'broken'); END");
        await Assert.ThrowsAsync<SpoolUnavailableException>(() => spool.AddAsync(Given.Submission()));
        Assert.NotNull(spool.Failure);
        Run(other, "DROP TRIGGER broken");
        await spool.AddAsync(Given.Submission());
        Assert.Null(spool.Failure);
        Assert.Equal(1, spool.Waiting);
    }

    private async Task<List<Contracts.Submission>> WaitingAsync() =>
        [.. spool.ReadAfter(0, int.MaxValue, int.MaxValue).Select(row => SubmissionBody.Read(row.Body)!)];

    private async Task ReopenAsync()
    {
        spool.Dispose();
        spool = new Spool(File, Plenty, new Crowd());
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Commits since the file was made, as its write-ahead log counts them: a frame with a database size ends each.</summary>
    private async Task<int> CommitsAsync()
    {
        const int LogHeader = 32;
        const int FrameHeader = 24;
        const int Page = 4096;
        using var copy = new MemoryStream();
        await using (var log = new FileStream(File + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            await log.CopyToAsync(copy, Test.Cancellation);
        }

        var bytes = copy.ToArray();
        var insertions = 0;
        for (var at = LogHeader; at + FrameHeader + Page <= bytes.Length; at += FrameHeader + Page)
        {
            insertions += System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 4)) != 0 ? 1 : 0;
        }

        // The table was made by a commit of its own.
        return insertions - 1;
    }

    private static SpooledSubmission Stored(SpoolRow row) => new(row.Sequence, SubmissionBody.Read(row.Body)!);
}
