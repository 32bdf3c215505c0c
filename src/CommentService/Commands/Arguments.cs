namespace CommentService.Commands;

/// <summary>A command line: a command, a folder, and options with a value each.</summary>
internal sealed class Arguments(string[] args)
{
    public string Folder => args.Length > 1 && !args[1].StartsWith('-')
        ? args[1]
        : throw new CommandRefusedException($"Name the folder with the *.jsonl files: {args[0]} <folder>");

    public string? Option(string name)
    {
        var at = Array.IndexOf(args, "--" + name);
        return at < 0 ? null : at + 1 < args.Length ? args[at + 1] : throw new CommandRefusedException($"--{name} needs a value.");
    }
}
