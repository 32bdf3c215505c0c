using System.Globalization;
using CommentService.Prove;

// Each proof by its name; the number is how often, where that can be said.
var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : (int?)null;
var proof = (args.Length > 0 ? args[0] : "") switch
{
    "kills" => KillsProof.RunAsync(count ?? 50),
    "fsync" => FsyncProof.RunAsync(count ?? 400),
    "disk-full" => DiskFullProof.RunAsync(),
    "stop" => StopProof.RunAsync(count ?? 10),
    "followers" => FollowersProof.RunAsync(count ?? 30),
    "log" => LogProof.RunAsync(count ?? 100_000),
    "scale" => ScaleProof.RunAsync(count ?? 1_000_000),
    "backtest" => BacktestProof.RunAsync(count ?? 100_000),
    "broker" => BrokerProof.RunAsync(count ?? 24),
    "events" => EventsProof.RunAsync(count ?? 30),
    "postgres-kills" => PostgresProof.OnAsync(_ => KillsProof.RunAsync(count ?? 50)),
    "broker-away" => BrokerAwayProof.RunAsync(count ?? 10),
    "postgres-events" => PostgresProof.OnAsync(_ => EventsProof.RunAsync(count ?? 30)),
    "postgres-away" => PostgresProof.OnAsync(server => DatabaseAwayProof.RunAsync(server, count ?? 12)),
    "postgres-scale" => PostgresProof.OnAsync(server => ScaleProof.RunAsync(count ?? 1_000_000, server)),
    "fleet" => PostgresProof.OnAsync(server => FleetProof.RunAsync(server, count ?? 30)),
    "relay" => PostgresProof.OnAsync(server => RelayProof.RunAsync(server, count ?? 50_000)),
    "lease" => PostgresProof.OnAsync(server => LeaseProof.RunAsync(server, count ?? 6)),
    var unknown => throw new ArgumentException($"There is no proof '{unknown}': kills [n], fsync [n], disk-full, stop [n], broker [n], broker-away [seconds], events [n], scale [n], followers [seconds], log [events], postgres-kills [n], postgres-events [n], postgres-away [n], postgres-scale [n], relay [events], lease [n], fleet [n], backtest [n]."),
};
return Report.Print(args[0], await proof);
