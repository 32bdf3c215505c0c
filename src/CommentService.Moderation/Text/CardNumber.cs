namespace CommentService.Moderation.Text;

/// <summary>Payment card numbers (ISO/IEC 7812: 12 to 19 digits, the last one a check digit by Luhn's formula).</summary>
internal static class CardNumber
{
    /// <summary>Whether the digits are such a number of one of the payment networks, which begin with 2 to 6.</summary>
    public static bool IsValid(ReadOnlySpan<char> digits)
    {
        if (digits.Length is < 13 or > 19 || digits[0] is < '2' or > '6' || digits.IndexOfAnyExcept(digits[0]) < 0)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            digit *= i % 2 == 0 ? 1 : 2;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }
}
