/** What an ingest read, merged and left out, in the order in which the rules apply. */
export interface IngestReport {
  ratings: {
    /** Records in the file. */
    read: number;
    /** Ratings of products outside the wanted category. */
    outsideCategory: number;
    /** Further ratings of the same product by the same user; the latest was kept. */
    duplicates: number;
    /** Ratings of products that have no feature. */
    withoutFeature: number;
    /** Ratings of users that were left out. */
    ofDroppedUsers: number;
    kept: number;
  };
  users: {
    read: number;
    /** Users who rated nothing in the wanted category. */
    outsideCategory: number;
    /** Users with fewer distinct products than the minimum, after products without feature were gone. */
    belowMinimum: number;
    kept: number;
  };
  products: {
    /** Rated products outside the wanted category. */
    outsideCategory: number;
    /** Rated products that have no feature, and the first of their ids. */
    withoutFeature: number;
    withoutFeatureIds: readonly string[];
    /** Products with a feature that no kept user rated: left out unless unrated products are kept. */
    unrated: number;
    kept: number;
  };
  features: {
    read: number;
    dim: number;
    /** Repeated ids with the same vector; the first was kept. */
    duplicates: number;
    /** Vectors that are zero throughout, which say nothing about the product. */
    allZero: number;
    /** Share of the values that are zero. */
    zeroShare: number;
  };
}
