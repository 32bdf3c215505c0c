using System.Globalization;

namespace CommentService.Moderation.Expressions;

/// <summary>
/// Reads a condition by recursive descent: or binds weakest, then and, not, comparisons. Bounded in length and depth; types
/// are checked here, so that a condition that was read can always be asked.
/// </summary>
internal sealed class Parser
{
    private const int MaxLength = 1_000;
    private const int MaxDepth = 20;

    private static readonly string[] Signs = ["<=", ">=", "!=", "=", "<", ">", "contains", "startsWith", "endsWith"];

    private readonly string _text;
    private int _at;
    private int _depth;

    private Parser(string text) => _text = text;

    /// <summary>The condition; null with what is wrong, and where, if it is none.</summary>
    public static Node? Parse(string text, out string? error)
    {
        error = null;
        if (text.Length > MaxLength)
        {
            error = $"must have at most {MaxLength} characters";
            return null;
        }

        try
        {
            var parser = new Parser(text);
            var node = parser.Truth(parser.Or());
            return parser.Peek().Length == 0 ? node : throw parser.Wrong("expected and, or, or the end");
        }
        catch (FormatException exception)
        {
            error = exception.Message;
            return null;
        }
    }

    private Node Or()
    {
        var left = And();
        while (Take("or"))
        {
            left = new OrNode(Truth(left), Truth(And()));
        }

        return left;
    }

    private Node And()
    {
        var left = Not();
        while (Take("and"))
        {
            left = new AndNode(Truth(left), Truth(Not()));
        }

        return left;
    }

    private Node Not()
    {
        if (!Take("not"))
        {
            return Comparison();
        }

        Enter();
        var inner = Truth(Not());
        _depth--;
        return new NotNode(inner);
    }

    private Node Comparison()
    {
        var left = Value();
        var start = _at;
        if (Array.Find(Signs, Take) is not { } sign)
        {
            return left;
        }

        var right = Value();
        var fits = left.Type == right.Type && left.Type switch
        {
            ValueType.Number => sign is not ("contains" or "startsWith" or "endsWith"),
            ValueType.Text => sign is "=" or "!=" or "contains" or "startsWith" or "endsWith",
            _ => sign is "=" or "!=",
        };
        return fits ? new CompareNode(sign, left, right) : throw Wrong($"{sign} cannot compare these two", start);
    }

    private Node Value()
    {
        var token = Peek();
        if (Take("("))
        {
            Enter();
            var inner = Or();
            _depth--;
            return Take(")") ? inner : throw Wrong("expected )");
        }

        if (token.Length > 1 && token[0] == '\'')
        {
            Skip(token);
            return token.EndsWith('\'') ? new TextNode(token[1..^1]) : throw Wrong("the text has no end", _at - token.Length);
        }

        if (token.Length > 0 && (char.IsAsciiDigit(token[0]) || token[0] == '-'))
        {
            var isNumber = double.TryParse(token, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
            Skip(token);
            return isNumber ? new NumberNode(number) : throw Wrong($"{token} is no number", _at - token.Length);
        }

        if (token.Length == 0 || Names.Find(token) is not { } node)
        {
            throw Wrong(token.Length == 0 ? "expected a value" : $"{token} is no value that a condition knows");
        }

        Skip(token);
        return node;
    }

    private Node Truth(Node node) => node.Type == ValueType.Truth ? node : throw Wrong("expected a condition, which is true or false");

    private void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw Wrong($"is nested deeper than {MaxDepth} levels");
        }
    }

    private bool Take(string token)
    {
        if (Peek() != token)
        {
            return false;
        }

        Skip(token);
        return true;
    }

    private void Skip(string token) => _at += token.Length;

    // The next name, number, text or sign; empty at the end. Leaves the place at its start.
    private string Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        if (_at == _text.Length)
        {
            return "";
        }

        var end = _at + 1;
        if (_text[_at] == '\'')
        {
            var close = _text.IndexOf('\'', end);
            end = close < 0 ? _text.Length : close + 1;
        }
        else if (IsName(_text[_at]))
        {
            while (end < _text.Length && IsName(_text[end]))
            {
                end++;
            }
        }
        else if (_text[_at] is '<' or '>' or '!' && end < _text.Length && _text[end] == '=')
        {
            end++;
        }

        return _text[_at..end];
    }

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';

    private FormatException Wrong(string what, int? at = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"at character {(at ?? _at) + 1}: {what}"));
}
