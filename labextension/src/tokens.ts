import { Token } from '@lumino/coreutils';
import type { QualityModel } from './model';

/** What other extensions may rely on: the reviews of the open notebooks. */
export const IQualityModel = new Token<QualityModel>('jupyter-quality:IQualityModel', 'What is known about the quality of the open notebooks.');
