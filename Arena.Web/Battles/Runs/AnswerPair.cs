namespace Arena.Web.Battles.Runs;

/// <summary>Both whole answers of a battle.</summary>
internal sealed record AnswerPair(SideAnswer A, SideAnswer B)
{
    internal sealed class Builder
    {
        private SideAnswer? _a;
        private SideAnswer? _b;

        public void Set(Slot slot, SideAnswer answer)
        {
            if (slot is Slot.A)
            {
                _a = answer;
            }
            else
            {
                _b = answer;
            }
        }

        /// <summary>The pair, once both are set.</summary>
        /// <exception cref="InvalidOperationException">A side is missing.</exception>
        public AnswerPair Build() => _a is not null && _b is not null
            ? new(_a, _b)
            : throw new InvalidOperationException("A battle has two answers; one is missing.");
    }
}
