using System.Globalization;

namespace CommentService.Load;

/// <summary>
/// The command line: <c>--name value</c>, <c>--name value value</c> or <c>--flag</c>. A name that no one asks for is
/// refused by <see cref="RefuseUnknown"/>, so that a mistyped option cannot quietly measure something else.
/// </summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> given = [];
    private readonly HashSet<string> asked = [];

    public Arguments(string[] args)
    {
        List<string>? current = null;
        foreach (var arg in args)
        {
            if (arg.StartsWith("--", StringComparison.Ordinal))
            {
                current = given.TryGetValue(arg[2..], out var known) ? known : given[arg[2..]] = [];
            }
            else
            {
                (current ?? throw new LoadException($"'{arg}' belongs to no option.")).Add(arg);
            }
        }
    }

    public bool Flag(string name) => Many(name) is [] && given.ContainsKey(name);

    public IReadOnlyList<string> Many(string name)
    {
        asked.Add(name);
        return given.TryGetValue(name, out var values) ? values : [];
    }

    public string? Text(string name) => Many(name) switch
    {
        [] when given.ContainsKey(name) => throw new LoadException($"--{name} needs a value."),
        [] => null,
        [var one] => one,
        _ => throw new LoadException($"--{name} takes one value."),
    };

    public string Required(string name) => Text(name) ?? throw new LoadException($"--{name} is required.");

    public int Number(string name, int fallback) => Text(name) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new LoadException($"--{name} is a whole number, not '{text}'.");

    /// <summary>A span such as <c>500ms</c>, <c>15s</c> or <c>2m</c>.</summary>
    public TimeSpan Duration(string name, TimeSpan fallback)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        var digits = text.TrimEnd('m', 's');
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw new LoadException($"--{name} is a time such as 500ms, 15s or 2m, not '{text}'.");
        }

        return text[digits.Length..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => throw new LoadException($"--{name} needs a unit: 500ms, 15s or 2m."),
        };
    }

    public void RefuseUnknown()
    {
        if (given.Keys.FirstOrDefault(name => !asked.Contains(name)) is { } unknown)
        {
            throw new LoadException($"--{unknown} is not an option here.");
        }
    }
}
