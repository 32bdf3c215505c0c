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
    "scale" => ScaleProof.RunAsync(count ?? 1_000_000),
    "broker" => BrokerProof.RunAsync(count ?? 24),
    var unknown => throw new ArgumentException($"There is no proof '{unknown}': kills [n], fsync [n], disk-full, stop [n], broker [n], scale [n]."),
};
return Report.Print(args[0], await proof);
