using CommentService.Moderation.Text;

namespace CommentService.Moderation.Classifiers.Training;

/// <summary>
/// Makes of corpora and phrases what the trainer learns from. Only few sources have names and websites, so the others are
/// given made-up ones, harmless to the harmless: that a field is there must not tell where a text is from.
/// </summary>
internal sealed class TrainingSet
{
    private const int Seed = 7;
    private const int FillingsOfBad = 40;
    private const int FillingsOfClean = 80;
    private const int ShortestSentence = 20;

    // Of all sentences: some four in ten of a comment that somebody found toxic are plain.
    private const double HarmlessShare = 0.42;
    private const float HarmlessWeight = 0.8f;
    private const string Made = "phrases";

    // The attacks that are most like a newspaper's, the long harmless texts, of which there are few, and the friendly ones
    // about those who are mostly attacked.
    private static readonly Dictionary<(string Source, ExampleLabel Label), float> Emphasis = new()
    {
        [("news-fox", ExampleLabel.Abuse)] = 3,
        [("wiki-talk", ExampleLabel.Ham)] = 3.5f,
        [("hatecheck", ExampleLabel.Ham)] = 2.5f,
    };

    private readonly Phrases _phrases = new(Seed);
    private readonly Random _random = new(Seed + 1);
    private readonly FeatureSet _features = new();

    /// <summary>All examples with their features, and the phrases' fillings.</summary>
    public IReadOnlyList<Prepared> Prepare(IReadOnlyList<Example> examples)
    {
        var sizes = examples.CountBy(e => (e.Source, e.Label)).ToDictionary();
        var prepared = new List<Prepared>();
        foreach (var example in examples)
        {
            // A large source must not speak for all, nor a small one go unheard.
            var weight = (float)Math.Clamp(30 / Math.Sqrt(sizes[(example.Source, example.Label)]), 0.4, 4) * Emphasis.GetValueOrDefault((example.Source, example.Label), 1);
            // Readers with a site of their own are few among those who advertise one, and the first to be wronged.
            prepared.Add(Read(Dressed(example), example.Label == ExampleLabel.Ham && example.Input.Website is not null ? weight * 4 : weight));
        }

        prepared.AddRange(MadeUp().Select(example => Read(example, 0.5f)));
        return prepared;
    }

    /// <summary>
    /// A source without a harmless comment teaches its subjects as abuse. So the sentences of its comments in which the
    /// given weights see least become harmless examples of it.
    /// </summary>
    public IReadOnlyList<Prepared> HarmlessParts(IReadOnlyList<Example> examples, Weights abuse)
    {
        var oneSided = examples.GroupBy(e => e.Source).Where(s => !s.Any(e => e.Label == ExampleLabel.Ham)).Select(s => s.Key).ToHashSet();
        var parts = examples.Where(e => oneSided.Contains(e.Source) && e.Label != ExampleLabel.Spam).SelectMany(SentencesOf).Select(e => Read(Dressed(e), HarmlessWeight)).ToList();
        return [.. parts.OrderBy(p => p.Score(abuse)).Take((int)(parts.Count * HarmlessShare))];
    }

    private static IEnumerable<Example> SentencesOf(Example example) =>
        example.Input.Comment.Split(['.', '!', '?', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(sentence => sentence.Length >= ShortestSentence)
            .Select(sentence => example with { Input = example.Input with { Comment = sentence + "." }, Label = ExampleLabel.Ham });

    public Prepared Read(Example example, float weight)
    {
        Read(example.Input, _features);
        return new Prepared(example, weight, _features);
    }

    public static void Read(ModerationInput input, FeatureSet features)
    {
        var links = LinkFinder.Find(input.Comment);
        FeatureReader.Read(input, links.Count, links.Count(l => l.Kind == LinkKind.Disguised), features);
    }

    private static bool IsSpam(Example example) => example.Label == ExampleLabel.Spam;

    // What a source has, stays.
    private Example Dressed(Example example)
    {
        var input = example.Input;
        if (input.Name.Length == 0 && _random.Next(10) < 7)
        {
            input = input with { Name = _phrases.Pick(IsSpam(example) && _random.Next(3) == 0 ? "spamname" : "cleanname") };
        }

        if (input.Website is null && example.Input.Name.Length == 0 && _random.Next(4) == 0)
        {
            input = input with { Website = _phrases.Pick(IsSpam(example) ? "promoted" : "cleansite") };
        }

        return example with { Input = input };
    }

    private IEnumerable<Example> MadeUp()
    {
        foreach (var (kind, template) in Phrases.Templates("spam"))
        {
            for (var i = 0; i < FillingsOfBad; i++)
            {
                yield return Spam(kind, template);
            }
        }

        foreach (var (_, template) in Phrases.Templates("abuse"))
        {
            for (var i = 0; i < FillingsOfBad; i++)
            {
                yield return Abuse(template);
            }
        }

        foreach (var (kind, template) in Phrases.Templates("clean"))
        {
            for (var i = 0; i < FillingsOfClean; i++)
            {
                yield return Clean(kind, template);
            }
        }
    }

    private Example Spam(string kind, string template)
    {
        var isBeside = kind == "with website";
        var name = _phrases.Pick(_random.Next(10) < (isBeside ? 8 : 3) ? "spamname" : "cleanname");
        var website = isBeside || _random.Next(4) == 0 ? _phrases.Pick("promoted") : null;
        return new Example(new ModerationInput(name, _phrases.Fill(template), Website: website), ExampleLabel.Spam, Made, template, "");
    }

    private Example Abuse(string template)
    {
        var website = _random.Next(10) == 0 ? _phrases.Pick("cleansite") : null;
        return new Example(new ModerationInput(_phrases.Pick("cleanname"), _phrases.Fill(template), Website: website), ExampleLabel.Abuse, Made, template, "");
    }

    private Example Clean(string kind, string template)
    {
        var website = _random.Next(10) < (kind == "praise" ? 5 : 3) ? _phrases.Pick("cleansite") : null;
        return new Example(new ModerationInput(_phrases.Pick("cleanname"), _phrases.Fill(template), Website: website), ExampleLabel.Ham, Made, template, "");
    }
}
