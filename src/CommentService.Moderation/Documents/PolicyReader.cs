using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using CommentService.Moderation.Rules;
using CommentService.Moderation.Words;

namespace CommentService.Moderation.Documents;

/// <summary>Reads a policy document and collects everything that is wrong with it.</summary>
internal static class PolicyReader
{
    /// <summary>Largest document: 16 MiB.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int MaxDepth = 16;
    private const string KnownMembers = "mode, lists, rules";

    /// <summary>The document; null where there are errors.</summary>
    public static PolicyDocument? Read(ReadOnlyMemory<byte> json, PolicyErrors errors)
    {
        using var parsed = Parse(json, errors);
        if (parsed is null)
        {
            return null;
        }

        var document = Read(new JsonPlace(parsed.RootElement, "$", errors));
        return errors.Any ? null : document;
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> json, PolicyErrors errors)
    {
        if (json.Length > MaxBytes)
        {
            errors.Add("$", "must be at most 16 MiB");
            return null;
        }

        if (!Utf8.IsValid(json.Span))
        {
            errors.Add("$", "is not valid UTF-8");
            return null;
        }

        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException exception)
        {
            errors.Add("$", string.Create(
                CultureInfo.InvariantCulture,
                $"is not valid JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}, or is nested deeper than {MaxDepth} levels"));
            return null;
        }
    }

    private static PolicyDocument Read(JsonPlace root)
    {
        var mode = ModerationMode.Postmoderate;
        var lists = new Dictionary<string, WordList>();
        var rules = PolicyDocument.Default.Rules;
        var ownsLists = false;
        foreach (var (name, place) in root.Members())
        {
            switch (name)
            {
                case "mode":
                    mode = ReadMode(place);
                    break;
                case "lists":
                    ownsLists = true;
                    lists = WordListReader.Read(place);
                    break;
                case "rules":
                    rules = ReadRules(place);
                    break;
                default:
                    place.Fail($"is unknown; known here: {KnownMembers}");
                    break;
            }
        }

        return new PolicyDocument(mode, WithBuiltIn(lists, rules, root.Errors, all: !ownsLists), rules);
    }

    private static ModerationMode ReadMode(JsonPlace place)
    {
        // A policy is what an article inherits from, so it has a mode of its own.
        if (place.Value.ValueKind == JsonValueKind.String && place.Value.ValueEquals("premoderate"))
        {
            return ModerationMode.Premoderate;
        }

        if (place.Value.ValueKind != JsonValueKind.String || !place.Value.ValueEquals("postmoderate"))
        {
            place.Fail("must be one of postmoderate, premoderate");
        }

        return ModerationMode.Postmoderate;
    }

    private static Dictionary<string, RuleSettings> ReadRules(JsonPlace place)
    {
        var members = place.Members();
        var rules = new Dictionary<string, RuleSettings>();
        foreach (var rule in RuleCatalog.All)
        {
            rules[rule.Name] = members.Remove(rule.Name, out var settings) ? MemberReader.Read(settings, rule.Default) : rule.Default;
            (rules[rule.Name] as ICheckedSettings)?.Check(place.Errors, $"{place.Path}.{rule.Name}");
        }

        foreach (var unknown in members.Values)
        {
            unknown.Fail($"is no rule; the rules are {string.Join(", ", RuleCatalog.All.Select(rule => rule.Name))}");
        }

        return rules;
    }

    private static Dictionary<string, WordList> WithBuiltIn(
        Dictionary<string, WordList> lists, IReadOnlyDictionary<string, RuleSettings> rules, PolicyErrors errors, bool all)
    {
        var result = new Dictionary<string, WordList>(lists);
        foreach (var (rule, settings) in rules)
        {
            var names = (settings as WordsSettings)?.Lists ?? [];
            for (var i = 0; i < names.Count; i++)
            {
                if (!lists.ContainsKey(names[i]) && !BuiltInLists.All.ContainsKey(names[i]))
                {
                    errors.Add($"$.rules.{rule}.lists[{i}]", "names no list of this document and no built-in one");
                }
            }
        }

        foreach (var (name, list) in BuiltInLists.All)
        {
            if (all || rules.Values.Any(settings => settings is WordsSettings words && words.Lists.Contains(name)))
            {
                result.TryAdd(name, list);
            }
        }

        return result;
    }
}
