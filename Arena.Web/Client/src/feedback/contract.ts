/** What GET /api/rubrics answers. */
export interface Rubrics {
  rubrics: Rubric[];
  reasons: { id: string; title: string }[];
  max_comment_characters: number;
}

export interface Rubric {
  id: string;
  title: string;
  help: string;
  dimensions: Dimension[];
}

export interface Dimension {
  id: string;
  title: string;
  help: string;
  min: number;
  max: number;
}

/** The body of POST /api/arena/battles/{id}/feedback. */
export interface Feedback {
  reasons?: string[];
  comment?: string;
  rubric?: string;
  scores?: { left?: Record<string, number>; right?: Record<string, number> };
}
