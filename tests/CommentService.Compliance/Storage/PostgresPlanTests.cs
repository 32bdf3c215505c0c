using System.Text.RegularExpressions;
using CommentService.Storage;
using CommentService.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Compliance.Storage;

/// <summary>
/// No question that is asked while the service works reads a whole table. Ten thousand comments are few for PostgreSQL,
/// which would rather read them all: it is told not to where it has a choice, so that it only does where it has none.
/// </summary>
public sealed partial class PostgresPlanTests : IAsyncLifetime
{
    private TestService service = null!;

    public async ValueTask InitializeAsync()
    {
        service = await TestService.StartAsync();
        await EveryRead.FillAsync(service.Services.GetRequiredService<Database>());
        Execute("ANALYZE");
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public void Prepared_queries_use_an_index()
    {
        var types = typeof(Database).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false });
        var parts = types.Select(type => service.Services.GetService(type)).OfType<object>();
        var statements = PreparedSql.Of(parts.Concat(service.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>())).Concat(PreparedSql.Of(typeof(Database).Assembly)).Distinct().ToList();
        Assert.NotEmpty(statements);
        Assert.Empty(statements.SelectMany(Scans));
    }

    [Fact]
    public async Task Pages_use_an_index_and_no_sorting()
    {
        var mine = service.Services.GetRequiredService<Database>().Connect().Database;
        using var sql = new ExecutedSql(connection => connection.Database == mine);
        await EveryRead.DoAsync(service);
        Assert.NotEmpty(sql.Texts);
        Assert.Empty(sql.Texts.SelectMany(Scans));
        var pages = sql.Texts.Where(text => text.Contains("LIMIT", StringComparison.Ordinal) && BigTable().IsMatch(text)).ToList();
        Assert.NotEmpty(pages);
        Assert.Empty(pages.SelectMany(text => PlanOf(text).Where(step => step.Contains("Sort Key", StringComparison.Ordinal)).Select(step => $"{step} in {text}")));
    }

    private IEnumerable<string> Scans(string sql) => !BigTable().IsMatch(sql) || sql.StartsWith("INSERT", StringComparison.Ordinal)
        ? []
        : PlanOf(sql).Where(step => Scan().IsMatch(step)).Select(step => $"{step} in {sql}");

    /// <summary>The plan that holds whatever the parameters are.</summary>
    private List<string> PlanOf(string sql)
    {
        var parameters = Parameter().Matches(sql).Select(match => match.Value).Distinct().ToList();
        var numbered = Parameter().Replace(sql, name => "$" + (parameters.IndexOf(name.Value) + 1));
        using var connection = service.Services.GetRequiredService<Database>().Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SET enable_seqscan = off; SET enable_bitmapscan = off; SET plan_cache_mode = force_generic_plan; PREPARE asked AS " + numbered;
        command.ExecuteNonQuery();
        try
        {
            command.CommandText = "EXPLAIN EXECUTE asked" + (parameters.Count == 0 ? "" : $"({string.Join(", ", parameters.Select(_ => "NULL"))})");
            using var reader = command.ExecuteReader();
            var steps = new List<string>();
            while (reader.Read())
            {
                steps.Add(reader.GetString(0).Trim());
            }

            return steps;
        }
        finally
        {
            command.CommandText = "DEALLOCATE asked; RESET ALL";
            command.ExecuteNonQuery();
        }
    }

    private void Execute(string sql)
    {
        using var connection = service.Services.GetRequiredService<Database>().Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [GeneratedRegex("(?:FROM|JOIN|UPDATE) \"(?:Comments|Changes|Findings)\"")]
    private static partial Regex BigTable();

    [GeneratedRegex("Seq Scan on \"(?:Comments|Changes|Findings)\"")]
    private static partial Regex Scan();

    [GeneratedRegex("@\\w+")]
    private static partial Regex Parameter();
}
