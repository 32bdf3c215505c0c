using System.Text.RegularExpressions;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Storage;

/// <summary>No question that is asked while the service works reads a whole table, however many comments there are.</summary>
public sealed partial class QueryPlanTests : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private TestService service = null!;

    public async ValueTask InitializeAsync()
    {
        service = await TestService.StartAsync(directory: directory);
        await EveryRead.FillAsync(service.Services.GetRequiredService<Database>());
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public void Prepared_queries_use_an_index()
    {
        var types = typeof(Database).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false });
        var parts = types.Select(type => service.Services.GetService(type)).OfType<object>();
        var statements = PreparedSql.Of(parts.Concat(service.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>()));
        // Intake's look-up, the author's history, counts, the same text, an article's version.
        foreach (var known in new[] { "\"RequestKey\" =", "\"AuthorKey\" = @key ORDER BY", "\"AddressKey\" = @key", "\"TextKey\" = @key", "SELECT \"Version\" FROM \"Articles\"" })
        {
            Assert.Contains(statements, sql => sql.Contains(known, StringComparison.Ordinal));
        }

        AssertIndexed(statements);
    }

    [Fact]
    public void Statements_that_stand_in_no_service_use_an_index()
    {
        var statements = PreparedSql.Of(typeof(Database).Assembly);
        // The changes and findings of a range, the queue's size and its oldest.
        foreach (var known in new[] { "FROM \"Findings\" AS f JOIN", "\"CommentId\" < @to ORDER BY", "\"Position\" > @after", "SELECT COUNT(*) FROM \"Comments\" WHERE \"Status\"" })
        {
            Assert.Contains(statements, sql => sql.Contains(known, StringComparison.Ordinal));
        }

        AssertIndexed(statements);
    }

    [Fact]
    public async Task Pages_use_an_index_and_no_sorting()
    {
        using var sql = new ExecutedSql(connection => connection.DataSource == directory.PathOf("comments.db"));
        await EveryRead.DoAsync(service);
        Assert.NotEmpty(sql.Texts);
        AssertIndexed(sql.Texts);
        // A search by the status alone is an index too, and reads nearly every comment.
        Assert.All(sql.Texts.Where(text => text.Contains("\"ParentId\" IN", StringComparison.Ordinal)).DefaultIfEmpty(""), text => Assert.Contains("IX_Comments_ParentId", string.Join("; ", PlanOf(text)), StringComparison.Ordinal));
        Assert.All(sql.Texts.Where(text => text.Contains("LIMIT", StringComparison.Ordinal)), text => Assert.False(
            PlanOf(text).Exists(step => step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal)), $"{string.Join("; ", PlanOf(text))} in {text}"));
    }

    [Fact]
    public void Changes_that_wait_for_a_position_are_found_by_their_own_index()
    {
        var plan = PlanOf("""SELECT 1 FROM "Changes" WHERE "Position" IS NULL ORDER BY "Sequence" LIMIT 1""");
        Assert.Contains("IX_Changes_Unpositioned", Assert.Single(plan), StringComparison.Ordinal);
    }

    private void AssertIndexed(IEnumerable<string> statements)
    {
        // EF Core asks for an empty list of ids with a condition that is never true.
        foreach (var sql in statements.Where(text => BigTable().IsMatch(text) && !text.Contains("WHERE 0", StringComparison.Ordinal) && !text.StartsWith("INSERT", StringComparison.Ordinal) && !text.StartsWith("PRAGMA", StringComparison.Ordinal)))
        {
            var names = BigTable().Matches(sql).Select(match => match.Groups["alias"] is { Success: true } alias ? alias.Value : match.Groups["table"].Value).ToHashSet();
            var scans = PlanOf(sql).Where(step => Scan().Match(step) is { Success: true } scan && names.Contains(scan.Groups["name"].Value) && !step.Contains("IX_Changes_Unpositioned", StringComparison.Ordinal));
            Assert.True(!scans.Any(), $"{string.Join("; ", scans)} in {sql}");
        }
    }

    private List<string> PlanOf(string sql)
    {
        using var connection = service.Services.GetRequiredService<Database>().Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in Parameter().Matches(sql).Select(match => match.Value).Distinct())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, DBNull.Value);
            command.Parameters.Add(parameter);
        }

        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    [GeneratedRegex("""(?:FROM|JOIN|UPDATE) "(?<table>Comments|Changes|Findings)"(?: AS "?(?<alias>\w+)"?)?""")]
    private static partial Regex BigTable();

    [GeneratedRegex("^SCAN (?<name>\\w+)")]
    private static partial Regex Scan();

    [GeneratedRegex("@\\w+")]
    private static partial Regex Parameter();
}
