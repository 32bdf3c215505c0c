using CommentService.Load;
using CommentService.Load.Baselines;
using CommentService.Load.Commands;

const string Usage = """
    usage: dotnet run -c Release --project tests/load -- COMMAND [OPTIONS]

      post             submissions to /api/v1/articles/{id}/comments
      read             reads of /api/v1/articles/{id}/comments
      replay           posts labelled records and tells how each was decided
      baseline-bare    Kestrel that parses a submission and stores nothing
      baseline-sqlite  the same with a group-committed, fsynced SQLite insert
      baseline-rabbit  the same with a publish to a RabbitMQ quorum queue, confirmed
      baseline-insert  multi-row inserts into PostgreSQL, as fast as one connection can
      baseline-consume consumes a full RabbitMQ quorum queue, as fast as one connection can
      table            medians and ratios of the figures that compare collected

    README.md in tests/load has the options of each.
    """;

try
{
    return args switch
    {
        ["post", .. var rest] => PostCommand.Run(new(rest)),
        ["read", .. var rest] => ReadCommand.Run(new(rest)),
        ["replay", .. var rest] => await ReplayCommand.RunAsync(new(rest)),
        ["baseline-bare", .. var rest] => await BareServer.RunAsync(new(rest)),
        ["baseline-sqlite", .. var rest] => await SqliteServer.RunAsync(new(rest)),
        ["baseline-rabbit", .. var rest] => await RabbitServer.RunAsync(new(rest)),
        ["baseline-insert", .. var rest] => await PostgresInsert.RunAsync(new(rest)),
        ["baseline-consume", .. var rest] => await RabbitConsume.RunAsync(new(rest)),
        ["table", .. var rest] => TableCommand.Run(new(rest)),
        _ => throw new LoadException(Usage),
    };
}
catch (LoadException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 2;
}
