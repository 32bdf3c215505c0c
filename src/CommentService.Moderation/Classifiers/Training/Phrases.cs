using System.Text;

namespace CommentService.Moderation.Classifiers.Training;

/// <summary>Fills the hand-written templates of <c>Phrases/*.txt</c>; their first lines say how they are written.</summary>
internal sealed class Phrases
{
    private readonly Dictionary<string, string[]> _lists = [];
    private readonly Random _random;

    public Phrases(int seed)
    {
        _random = new Random(seed);
        foreach (var line in Lines("lists"))
        {
            var equals = line.IndexOf(" = ", StringComparison.Ordinal);
            _lists[line[..equals]] = line[(equals + 3)..].Split('|');
        }
    }

    /// <summary>The templates of a file with the kind under which each stands.</summary>
    public static IEnumerable<(string Kind, string Template)> Templates(string file)
    {
        var kind = "";
        foreach (var line in Lines(file))
        {
            if (line[0] == '[' && line[^1] == ']' && !line.Contains('|') && !line.StartsWith("[url", StringComparison.Ordinal))
            {
                kind = line[1..^1];
            }
            else
            {
                yield return (kind, line);
            }
        }
    }

    /// <summary>One filling of a template.</summary>
    public string Fill(string template)
    {
        var at = 0;
        var text = new StringBuilder();
        Fill(template, ref at, text, inChoice: false);
        return text.ToString();
    }

    /// <summary>An entry of a list.</summary>
    public string Pick(string list) => Fill(_lists[list][_random.Next(_lists[list].Length)]);

    private void Fill(string template, ref int at, StringBuilder text, bool inChoice)
    {
        while (at < template.Length && !(inChoice && template[at] is '|' or '}' && inChoice))
        {
            if (template[at] == '{')
            {
                at++;
                text.Append(Choose(template, ref at));
            }
            else if (template[at] == '<' && template.IndexOf('>', at) is var end and > 0 && _lists.ContainsKey(template[(at + 1)..end]))
            {
                text.Append(Pick(template[(at + 1)..end]));
                at = end + 1;
            }
            else
            {
                text.Append(template[at++]);
            }
        }
    }

    private string Choose(string template, ref int at)
    {
        var choices = new List<string>();
        while (true)
        {
            var choice = new StringBuilder();
            Fill(template, ref at, choice, inChoice: true);
            choices.Add(choice.ToString());
            if (at >= template.Length || template[at++] == '}')
            {
                return choices[_random.Next(choices.Count)];
            }
        }
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(typeof(Phrases).Assembly.GetManifestResourceStream($"phrases-{file}")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
