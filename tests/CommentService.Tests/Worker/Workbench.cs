using CommentService.Contracts;
using CommentService.Storage;
using CommentService.Tests.Running;
using CommentService.Worker;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Worker;

/// <summary>A running service with a clock that stands still, and its worker at hand.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    public const string LongText = "The vote was closer than the polls had said, and that is worth a second article.";

    private Workbench(TestService service, FakeTimeProvider clock)
    {
        (Service, Clock) = (service, clock);
        (Database, Keys, Ids) = (service.Services.GetRequiredService<Database>(), service.Services.GetRequiredService<HashKeys>(), service.Services.GetRequiredService<Ids>());
    }

    public TestService Service { get; }

    public FakeTimeProvider Clock { get; }

    public Database Database { get; }

    public HashKeys Keys { get; }

    public Ids Ids { get; }

    public static async Task<Workbench> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        return new Workbench(await TestService.StartAsync(settings, clock), clock);
    }

    /// <summary>A submission of this moment, as intake would make it.</summary>
    public Submission Submission(
        string text, string name = "Ann Reader", string? email = null, string article = "article", string? address = "192.0.2.1", Guid? parent = null)
    {
        var client = address is null ? null : System.Net.IPAddress.Parse(address);
        var (author, identity) = Keys.Author(name, email, client);
        return new()
        {
            Id = Ids.Next(),
            ArticleId = article,
            Name = name,
            Comment = text,
            Email = email,
            ParentId = parent,
            AuthorKey = author,
            AuthorIdentity = (int)identity,
            AddressKey = client is null ? null : Keys.Address(client),
        };
    }

    /// <summary>Lets the worker moderate and store one group.</summary>
    public Task ProcessAsync(params Submission[] group) =>
        Service.Services.GetRequiredService<GroupProcessor>().ProcessAsync(group, Test.Cancellation);

    /// <summary>Processes one submission by itself.</summary>
    /// <returns>What became of it.</returns>
    public async Task<Comment> StoreAsync(Submission submission)
    {
        await ProcessAsync(submission);
        return await CommentAsync(submission.Id);
    }

    public async Task<Comment> CommentAsync(Guid id)
    {
        await using var db = Database.OpenRead();
        return await db.Comments.SingleAsync(c => c.Id == id, Test.Cancellation);
    }

    /// <summary>Fails the test unless the comment has that status, for just these rules.</summary>
    public async Task IsAsync(CommentStatus status, Submission submission, params string[] rules)
    {
        var comment = await CommentAsync(submission.Id);
        Assert.Equal($"{status}: {string.Join(' ', rules)}", $"{comment.Status}: {string.Join(' ', (await FindingsAsync(submission.Id)).Select(f => f.Rule))}");
    }

    public async Task<List<StoredFinding>> FindingsAsync(Guid id)
    {
        await using var db = Database.OpenRead();
        return await db.Findings.Where(f => f.CommentId == id).OrderBy(f => f.Ordinal).ToListAsync(Test.Cancellation);
    }

    public Task InsertAsync<T>(params T[] rows)
        where T : class => Database.WriteAsync(db => db.InsertNewAsync(rows), Test.Cancellation);

    /// <summary>Runs SQL beside the service, as a fault of the database could.</summary>
    public void Execute(string sql)
    {
        using var connection = Database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
