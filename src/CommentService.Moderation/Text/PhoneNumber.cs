using PhoneNumbers;

namespace CommentService.Moderation.Text;

/// <summary>Phone numbers, by the numbering plans of libphonenumber.</summary>
internal static class PhoneNumber
{
    private const int MaxDigits = 15;
    private const int MaxLength = 30;

    // What years, prices and scores never have.
    private const int MinNationalDigits = 9;

    /// <summary>Whether the number is valid in its country: one with a prefix in any, others in the given ones.</summary>
    public static bool IsValid(string text, in WrittenNumber number, IReadOnlyList<string> regions)
    {
        if (number.Count > MaxDigits || number.Length > MaxLength)
        {
            return false;
        }

        var written = text.AsSpan(number.Start, number.Length);
        var digits = number.Digits(text);
        if (written.Contains('+') || digits.StartsWith("00", StringComparison.Ordinal))
        {
            return IsValid("+" + digits.TrimStart('0'), null);
        }

        return number.Count >= MinNationalDigits && digits[0] is '0' or '1' or (>= '2' and <= '9')
            && regions.Any(region => IsValid(digits, region));
    }

    /// <summary>Whether a country has a numbering plan here.</summary>
    public static bool IsRegion(string region) => PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(region);

    private static bool IsValid(string digits, string? region)
    {
        try
        {
            var util = PhoneNumberUtil.GetInstance();
            return util.IsValidNumber(util.Parse(digits, region));
        }
        catch (NumberParseException)
        {
            return false;
        }
    }
}
