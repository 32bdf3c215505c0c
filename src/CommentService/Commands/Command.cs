namespace CommentService.Commands;

/// <summary>What the program does instead of serving when its first argument says so.</summary>
internal static class Command
{
    private static readonly Dictionary<string, Action<Arguments>> All = new(StringComparer.Ordinal)
    {
        ["train"] = TrainCommand.Run,
        ["score"] = ScoreCommand.Run,
        ["curve"] = CurveCommand.Run,
        [ReadyCommand.Name] = ReadyCommand.Run,
    };

    public static bool Is(string[] args) => args.Length > 0 && All.ContainsKey(args[0]);

    /// <returns>0 when it was done, 1 when it could not be; standard error says why.</returns>
    public static int Run(string[] args)
    {
        try
        {
            All[args[0]](new Arguments(args));
            return 0;
        }
        catch (Exception exception) when (exception is CommandRefusedException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine($"{args[0]}: {exception.Message}");
            return 1;
        }
    }
}

/// <summary>The command cannot be done as it was asked for; the message says why, in words for whoever typed it.</summary>
internal sealed class CommandRefusedException(string message) : Exception(message);
