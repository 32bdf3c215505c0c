using CommentService.Hosting;

namespace CommentService.Commands;

/// <summary>A word after the program's name that makes it do one thing and end.</summary>
/// <param name="Name">The word.</param>
/// <param name="Takes">What stands after it, as the help shows it.</param>
/// <param name="Does">A sentence for the help.</param>
/// <param name="RunAsync">Does it, with the arguments after the word that are no settings.</param>
internal sealed record DatabaseCommand(string Name, string Takes, string Does, Func<IServiceProvider, DatabaseArguments, CancellationToken, Task> RunAsync)
{
    public static IReadOnlyList<DatabaseCommand> All { get; } =
    [
        new("migrate", "", "Brings the database's schema up to date and ends; a start does the same by itself.", Moving.MigrateAsync),
        new("export", "FILE [--resume]", "Writes the whole database into a new file (JSON Lines); with --resume, goes on with one that was cut off.", Moving.ExportAsync),
        new("import", "FILE [--resume]", "Fills an empty database with an export, ids and history and events included; with --resume, goes on with one that was cut off.", Moving.ImportAsync),
    ];

    /// <summary>The command that a command line asks for; null where it starts the service.</summary>
    /// <exception cref="StartRefusedException">There is no such command.</exception>
    public static DatabaseCommand? Find(string[] args) =>
        args.Length == 0 || args[0].StartsWith('-') || args[0].StartsWith('/') || args[0].Contains('=', StringComparison.Ordinal)
            ? null
            : All.FirstOrDefault(command => command.Name == args[0]) ?? throw new StartRefusedException($"there is no command '{args[0]}': see --help");

    public static bool AsksForHelp(string[] args) => args is ["help" or "--help" or "-h" or "-?", ..];

    public static string Help { get; } = $"""
        CommentService takes comments from article pages, moderates them and publishes the approved ones.

          CommentService [settings]                  runs the service
        {string.Concat(All.Select(command => $"  {"CommentService " + command.Name + " " + command.Takes,-42} {command.Does}\n"))}  {"CommentService train|score|curve FOLDER",-42} Makes and measures the classifiers' weights from labelled comments (src/README.md).

        Settings are given as --Comments:DataDirectory=data or --ConnectionStrings:Postgres="Host=…;Database=…", or by the
        environment as Comments__DataDirectory and ConnectionStrings__Postgres. README.md has them all.

        To move from SQLite to PostgreSQL: stop the service, export, import with ConnectionStrings:Postgres set, and start
        with it set and on the same data directory, where accepted submissions may still wait in the spool.
        """;
}

/// <summary>What stands after a command, apart from settings.</summary>
internal sealed record DatabaseArguments(IReadOnlyList<string> Words)
{
    private const string ResumeFlag = "--resume";

    public bool Resume => Words.Contains(ResumeFlag);

    /// <summary>The only file that is named.</summary>
    public string File => Words.Where(word => word != ResumeFlag).ToList() is [var file] ? Path.GetFullPath(file) : throw new StartRefusedException("name one file: see --help");

    /// <summary>Takes them apart from the settings, which have a name and a value.</summary>
    public static DatabaseArguments Read(string[] args, out string[] settings)
    {
        settings = [.. args.Skip(1).Where(IsSetting)];
        return new([.. args.Skip(1).Where(arg => !IsSetting(arg))]);
    }

    private static bool IsSetting(string arg) => arg.StartsWith('-') && arg.Contains('=', StringComparison.Ordinal);
}
