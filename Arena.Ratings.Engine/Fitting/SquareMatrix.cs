namespace Arena.Ratings.Engine;

/// <summary>A dense n × n matrix, row after row.</summary>
internal sealed class SquareMatrix(int size)
{
    public int Size { get; } = size;

    public double[] Values { get; } = new double[size * size];

    public double this[int row, int column]
    {
        get => Values[(row * Size) + column];
        set => Values[(row * Size) + column] = value;
    }

    public Span<double> Row(int row) => Values.AsSpan(row * Size, Size);

    public void Clear() => Array.Clear(Values);

    public void CopyTo(SquareMatrix other) => Values.CopyTo(other.Values, 0);

    /// <summary>Adds h (e_left − e_right)(e_left − e_right)ᵀ, to the upper triangle and the diagonal.</summary>
    public void AddEdge(int left, int right, double h)
    {
        this[left, left] += h;
        this[right, right] += h;
        this[Math.Min(left, right), Math.Max(left, right)] -= h;
    }

    public void AddDiagonal(double value)
    {
        for (var k = 0; k < Size; k++)
        {
            this[k, k] += value;
        }
    }

    /// <summary>T A Tᵀ for the first rows and columns, T = I − 11ᵀ/n: a covariance seen from the mean.</summary>
    public SquareMatrix Centred(int size)
    {
        var centred = new SquareMatrix(size);
        var means = new double[size];
        for (var row = 0; row < size; row++)
        {
            var values = Row(row)[..size];
            foreach (var value in values)
            {
                means[row] += value / size;
            }

            values.CopyTo(centred.Row(row));
        }

        var mean = means.Average();
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                centred[row, column] += mean - means[row] - means[column];
            }
        }

        return centred;
    }

    /// <summary>Adds a constant to every element of the first rows and columns.</summary>
    public void AddConstant(int rows, double constant)
    {
        for (var row = 0; row < rows; row++)
        {
            foreach (ref var value in Row(row)[..rows])
            {
                value += constant;
            }
        }
    }

    /// <summary>Makes a row and its column those of the unit matrix.</summary>
    public void Isolate(int index)
    {
        for (var k = 0; k < Size; k++)
        {
            this[index, k] = this[k, index] = 0;
        }

        this[index, index] = 1;
    }

    /// <summary>Makes the lower triangle what the upper one is.</summary>
    public void MirrorUpper()
    {
        for (var row = 1; row < Size; row++)
        {
            for (var column = 0; column < row; column++)
            {
                this[row, column] = this[column, row];
            }
        }
    }

    /// <summary>This matrix times another one.</summary>
    public SquareMatrix Times(SquareMatrix other)
    {
        var product = new SquareMatrix(Size);
        for (var row = 0; row < Size; row++)
        {
            var target = product.Row(row);
            for (var inner = 0; inner < Size; inner++)
            {
                Kernel.AddScaled(target, this[row, inner], other.Row(inner));
            }
        }

        return product;
    }
}
